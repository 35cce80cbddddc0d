package io.github.camelfnos.transport;

/**
 * What happens to a {@link FrameSocket}. Calls come one at a time, mostly on the socket's read thread, and must not
 * block: whoever blocks here stops the reading. {@link #onClosed} comes exactly once, last, and possibly on a thread
 * that is inside the library's locks, so it must neither block nor wait for another thread.
 */
public interface FrameSocketListener {

    /** The upgrade is done; frames can be sent. */
    void onOpen();

    /**
     * A text frame has come, put together from its fragments.
     *
     * @param utf8 the text, valid UTF-8; the listener may keep it, and nobody changes it
     */
    void onText(byte[] utf8);

    /** A binary frame has come, which this protocol does not use. */
    void onBinary(int length);

    /** The server's WebSocket ping has come and been answered; it counts as a sign of life. */
    void onPing();

    /**
     * The socket has ended, or could never be opened.
     *
     * @param reason one short phrase for a person, never a frame's content
     */
    void onClosed(String reason);
}
