package io.github.camelfnos.transport;

import java.nio.ByteBuffer;
import java.util.List;

import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.Opcode;
import org.java_websocket.exceptions.IncompleteHandshakeException;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.InvalidFrameException;
import org.java_websocket.exceptions.InvalidHandshakeException;
import org.java_websocket.exceptions.LimitExceededException;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.Handshakedata;
import org.java_websocket.protocols.Protocol;

/**
 * The WebSocket protocol as the library does it, with a limit on frames and on messages in fragments, and with a look at the
 * answer to the upgrade before the library drops what it says. Texts in one frame, which are all that a NAS usually sends, come by a
 * shorter way, from the {@link FrameDecoder} to a {@link TextListener}.
 */
final class FnosDraft extends Draft_6455 {

    /** Takes texts as they came; the library's listener, which a draft finds at its socket, wants them as {@code String}. */
    interface TextListener {

        /** @param utf8 valid; the listener may keep it */
        void onText(byte[] utf8);
    }

    /** What it costs, at the least, to keep a fragment until the last one has come. */
    private static final int FRAGMENT_COST = 64;

    private final int maxFrameSize;
    private final UpgradeAnswer answer;
    private final FrameDecoder decoder;
    private long fragments;
    private boolean inFragments;

    FnosDraft(int maxFrameSize, UpgradeAnswer answer) {
        super(List.of(), List.of(new Protocol("")), maxFrameSize);
        this.maxFrameSize = maxFrameSize;
        this.answer = answer;
        this.decoder = new FrameDecoder(maxFrameSize, this::translateByLibrary);
    }

    @Override
    public Handshakedata translateHandshake(ByteBuffer buffer) throws InvalidHandshakeException {
        if (!answer.look(buffer.duplicate())) {
            throw new IncompleteHandshakeException();
        }
        if (answer.obstacle() != null) {
            throw new InvalidHandshakeException(answer.obstacle());
        }
        return super.translateHandshake(buffer);
    }

    @Override
    public List<Framedata> translateFrame(ByteBuffer buffer) throws InvalidDataException {
        return decoder.decode(buffer);
    }

    private List<Framedata> translateByLibrary(ByteBuffer frame) throws InvalidDataException {
        try {
            return super.translateFrame(frame);
        } catch (RuntimeException e) {
            // The library stumbles over a closing frame whose reason is not UTF-8.
            throw new InvalidFrameException("a frame that cannot be read", e);
        }
    }

    /** The library keeps all fragments and looks at their sum only when the last one has come, which may be never. */
    @Override
    public void processFrame(WebSocketImpl socket, Framedata frame) throws InvalidDataException {
        if (frame instanceof FrameDecoder.WholeText text && !inFragments) {
            ((TextListener) socket.getWebSocketListener()).onText(text.utf8());
            return;
        }
        if (frame.getOpcode() == Opcode.CONTINUOUS) {
            fragments += FRAGMENT_COST + frame.getPayloadData().remaining();
            if (fragments > maxFrameSize) {
                throw new LimitExceededException(maxFrameSize);
            }
            inFragments &= !frame.isFin();
        } else if (!frame.isFin()) {
            fragments = frame.getPayloadData().remaining();
            inFragments = true;
        }
        super.processFrame(socket, frame);
    }

    @Override
    public Draft copyInstance() {
        return new FnosDraft(maxFrameSize, answer);
    }
}
