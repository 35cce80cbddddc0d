package io.github.camelfnos.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.Frame;
import io.github.camelfnos.protocol.FrameSigner;
import io.github.camelfnos.protocol.MalformedFrameException;
import io.github.camelfnos.protocol.Request;
import io.github.camelfnos.protocol.RequestIds;
import io.github.camelfnos.transport.FrameSocket;
import io.github.camelfnos.transport.FrameSocketFactory;
import io.github.camelfnos.transport.FrameSocketListener;
import io.github.camelfnos.transport.FrameSocketOptions;

/**
 * One socket of a connection, from its first packet to its end: sends requests, matches the frames that come back by
 * {@code reqid}, and tells its owner of everything else. A connection makes a new link for each attempt, so a link is
 * also that attempt's generation: what an older one reports is ignored.
 */
final class Link implements FrameSocketListener {

    /** Hears of what does not belong to a request. Called on the read thread, {@code onClosed} on any. */
    interface Owner {

        void onOpen(Link link);

        void onPush(Link link, Frame frame);

        /** Comes exactly once, last; the requests in flight are still to be {@link Link#failAll failed}. */
        void onClosed(Link link, String reason);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final Duration CLOSING_HANDSHAKE = Duration.ofMillis(300);
    private static final Duration ABORT = Duration.ofMillis(300);

    private final ConnectionSettings settings;
    private final Owner owner;
    private final RequestIds ids;
    private final EndedRequests endedRequests;
    private final ConnectionCounters counters;
    private final ScheduledExecutorService timer;
    private final FrameSocket socket;
    private final Map<String, PendingRequest> inFlight = new ConcurrentHashMap<>();
    private final AtomicBoolean malformedReported = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile FrameSigner signer;
    private volatile boolean opened;
    private volatile boolean ended;
    private volatile boolean sendsEndFrames;

    Link(ConnectionSettings settings, Owner owner, RequestIds ids, EndedRequests endedRequests, ConnectionCounters counters,
         ScheduledExecutorService timer, FrameSocketFactory sockets) {
        this.settings = settings;
        this.owner = owner;
        this.ids = ids;
        this.endedRequests = endedRequests;
        this.counters = counters;
        this.timer = timer;
        URI uri = settings.address().toUri();
        FrameSocketOptions options = new FrameSocketOptions(settings.timing().connectTimeout(), settings.limits().maxFrameSize());
        this.socket = sockets.create(uri, options, this);
    }

    void open() {
        socket.open();
    }

    /** From now on requests are signed; null for an anonymous session. */
    void signWith(FrameSigner signer) {
        this.signer = signer;
    }

    /** Hands a request to the socket. If that fails, the request fails, as one that was not sent. */
    void send(PendingRequest pending) {
        FrameSigner key = signer;
        send(pending, key != null && pending.request().signed() ? key::sign : UnaryOperator.identity());
    }

    /**
     * Makes a request of the connection's own, which waits for no turn.
     *
     * @param dress makes the frame of the request's JSON text
     */
    CompletableFuture<Answer> call(Request request, UnaryOperator<byte[]> dress) {
        PendingRequest pending = new PendingRequest(request, settings.timing().connectTimeout(), timer);
        pending.startDeadline();
        send(pending, dress);
        return pending.future();
    }

    private void send(PendingRequest pending, UnaryOperator<byte[]> dress) {
        String reqid = ids.next();
        if (!pending.sendAs(reqid)) {
            return;
        }
        // The request is registered before it is written, or an answer could come before anybody expects it.
        inFlight.put(reqid, pending);
        pending.future().whenComplete((answer, failure) -> {
            // Remembered before it is forgotten, so that a late frame never falls in between and passes for a push.
            endedRequests.add(reqid);
            inFlight.remove(reqid);
        });
        counters.request();
        if (ended || !socket.send(dress.apply(pending.request().toJson(reqid)))) {
            pending.fail(FnosFailure.connection(pending.request().operation() + " was not sent: the connection is gone",
                    pending.request().operation(), reqid, false));
        }
    }

    /** Fails what is in flight; called when the socket has ended. */
    void failAll(String reason) {
        for (PendingRequest pending : List.copyOf(inFlight.values())) {
            String operation = pending.request().operation();
            pending.fail(FnosFailure.connection("The connection was lost before the answer to " + operation + " came: " + reason,
                    operation, pending.reqid(), true));
        }
    }

    /**
     * Fails what is in flight, lets nothing more in, and ends the socket: in an orderly way if that goes fast, and by force
     * if not; takes at most 600 ms.
     */
    void close(String reason) {
        ended = true;
        failAll(reason);
        try {
            if (opened) {
                socket.close();
                closed.await(CLOSING_HANDSHAKE.toMillis(), TimeUnit.MILLISECONDS);
            }
            if (closed.getCount() > 0) {
                socket.abort("the connection was closed");
                closed.await(ABORT.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            socket.abort("the connection was closed");
            Thread.currentThread().interrupt();
        }
    }

    void abort(String reason) {
        socket.abort(reason);
    }

    @Override
    public void onOpen() {
        opened = true;
        owner.onOpen(this);
    }

    @Override
    public void onText(String text) {
        Frame frame;
        try {
            frame = Frame.parse(text);
        } catch (MalformedFrameException e) {
            malformed("a text frame of " + text.length() + " characters is no JSON object: " + e.getMessage());
            return;
        }
        if (frame.isPong()) {
            return;
        }
        String reqid = frame.reqid();
        PendingRequest pending = reqid == null ? null : inFlight.get(reqid);
        if (pending != null) {
            switch (pending.accept(frame, () -> !sendsEndFrames, settings.timing().answerIdleTimeout())) {
                case LATE -> late(reqid);
                case END_AFTER_DATA -> sendsEndFrames = true;
                case MORE, END -> {
                }
            }
        } else if (reqid != null && !frame.isTaskInfo() && endedRequests.contains(reqid)) {
            late(reqid);
        } else {
            counters.push();
            owner.onPush(this, frame);
        }
    }

    @Override
    public void onBinary(int length) {
        malformed("a binary frame of " + length + " bytes");
    }

    @Override
    public void onClosed(String reason) {
        ended = true;
        closed.countDown();
        owner.onClosed(this, reason);
    }

    private void late(String reqid) {
        counters.lateFrame();
        LOG.debug("{}: a late frame of {}", settings.address(), reqid);
    }

    private void malformed(String what) {
        counters.malformedFrame();
        if (malformedReported.compareAndSet(false, true)) {
            LOG.warn("{}: {}; it is left aside, and further ones are only counted", settings.address(), what);
        }
    }
}
