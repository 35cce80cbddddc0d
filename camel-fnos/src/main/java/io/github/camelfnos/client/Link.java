package io.github.camelfnos.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
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

        /** @param json the frame as it came */
        void onPush(Link link, Frame frame, byte[] json);

        /** The NAS reports on the task that a request in flight has started. */
        void onProgress(Link link, Frame frame, byte[] json);

        /** The NAS refused a request because the session is gone; it waits to be sent once more. */
        void onSessionGone(Link link, PendingRequest refused);

        /** Comes exactly once, last; the requests in flight are still to be {@link Link#failAll failed}. */
        void onClosed(Link link, String reason);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final byte[] PING = "{\"req\":\"ping\"}".getBytes(StandardCharsets.US_ASCII);
    private static final long CLOSING_MILLIS = 300;

    private final ConnectionSettings settings;
    private final Owner owner;
    private final LinkHistory history;
    private final int number;
    private final ScheduledExecutorService timer;
    private final FrameSocket socket;
    private final Heartbeat heartbeat;
    private final Map<String, PendingRequest> inFlight = new ConcurrentHashMap<>();
    private final AtomicBoolean malformedReported = new AtomicBoolean();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private volatile FrameSigner signer;
    private volatile int logins;
    private volatile int loginInVain = -1;
    private volatile long loggedInAt;
    private volatile boolean opened;
    private volatile String endReason;
    private volatile boolean ended;

    /** @throws IllegalArgumentException if the address makes no URI */
    Link(ConnectionSettings settings, Owner owner, LinkHistory history, ScheduledExecutorService timer,
         FrameSocketFactory sockets) {
        this.settings = settings;
        this.owner = owner;
        this.history = history;
        this.number = history.nextLink();
        this.timer = timer;
        this.heartbeat = new Heartbeat(timer, settings.timing(), this::ping, this::abort);
        NasAddress address = settings.address();
        this.socket = sockets.create(address.toUri(), new FrameSocketOptions(settings.timing().connectTimeout(),
                settings.limits().maxFrameSize(), address.headers(), address.tls()), this);
    }

    /** Its place among the sockets of the connection. */
    int number() {
        return number;
    }

    void open() {
        socket.open();
    }

    /** The socket is logged in: from now on requests are signed, unless the session is anonymous, and the heart beats. */
    synchronized void beginSession(Session session) {
        logins++;
        loggedInAt = System.nanoTime();
        signer = session.signer();
        heartbeat.start();
    }

    /** Whether its session was renewed within this time. */
    boolean isFreshlyRenewed(Duration time) {
        return logins > 1 && System.nanoTime() - loggedInAt < time.toNanos();
    }

    /** Whether that was in vain: the NAS has refused a request nevertheless that was repeated for it. */
    boolean isRenewedInVain(Duration time) {
        return isFreshlyRenewed(time) && loginInVain == logins;
    }

    /** How often this link was logged in. */
    int logins() {
        return logins;
    }

    /**
     * Hands a request to the socket.
     *
     * @return false if the socket did not take it, so that it is still to be sent
     */
    boolean send(PendingRequest pending) {
        FrameSigner key = signer;
        return send(pending, key != null && pending.request().signed() ? key::sign : UnaryOperator.identity());
    }

    /**
     * Makes a request of the connection's own, which waits for no turn.
     *
     * @param dress makes the frame of the request's JSON text
     */
    CompletableFuture<Answer> call(Request request, UnaryOperator<byte[]> dress) {
        return call(request, dress, settings.timing().connectTimeout());
    }

    /** The same with a deadline of its own. */
    CompletableFuture<Answer> call(Request request, UnaryOperator<byte[]> dress, Duration timeout) {
        PendingRequest pending = new PendingRequest(request, timeout, history);
        pending.begin(null);
        if (!send(pending, dress)) {
            pending.fail(FnosFailure.connection(request.operation() + " was not sent: the connection is gone", request.operation(),
                    null, false));
        }
        return pending.future();
    }

    /** Logs the session out on the NAS; the future completes when that is done, or cannot be done. */
    CompletableFuture<Void> logOut() {
        FrameSigner key = signer;
        return key == null
                ? CompletableFuture.completedFuture(null)
                : call(new Request("user.logout", Map.of()), key::sign).handle((answer, failure) -> null);
    }

    private boolean send(PendingRequest pending, UnaryOperator<byte[]> dress) {
        String reqid = history.ids().next();
        if (!pending.sendAs(reqid, this, logins)) {
            return true;
        }
        // The request is registered before it is written, or an answer could come before anybody expects it.
        inFlight.put(reqid, pending);
        if (pending.hasEnded()) {
            forget(reqid);
            return true;
        }
        history.counters().request();
        try {
            if (!ended && socket.send(dress.apply(pending.request().toJson(reqid)))) {
                pending.written();
                if (ended) {
                    // Its end may have come too early to find this one written.
                    failAll(endReason);
                }
                return true;
            }
        } catch (RuntimeException | Error e) {
            // No memory, for instance; its own words might quote the request.
            pending.fail(FnosFailure.connection(pending.request().operation() + " was not sent: " + e.getClass().getName(),
                    pending.request().operation(), reqid, false));
            return true;
        }
        inFlight.remove(reqid);
        pending.notSent();
        return false;
    }

    /** Remembered before it is forgotten, so that a late frame never falls in between and passes for a push. */
    void forget(String reqid) {
        history.endedRequests().add(reqid);
        inFlight.remove(reqid);
    }

    private void ping() {
        if (!ended) {
            socket.send(PING);
        }
    }

    /** Fails what has been written and is not answered. */
    void failAll(String reason) {
        for (PendingRequest pending : List.copyOf(inFlight.values())) {
            if (pending.isWritten()) {
                String operation = pending.request().operation();
                pending.fail(FnosFailure.lost(operation, pending.reqid(), pending.taskId(), reason));
            }
        }
    }

    /**
     * Ends the socket, in an orderly way if that goes fast, and by force if not.
     *
     * @return completes, within {@value #CLOSING_MILLIS} ms, when that is done
     */
    CompletableFuture<Void> end(String reason) {
        endReason = reason;
        ended = true;
        failAll(reason);
        if (opened) {
            socket.close();
            Future<?> deadline = timer.schedule(() -> forceEnd(reason), CLOSING_MILLIS, TimeUnit.MILLISECONDS);
            closed.whenComplete((done, never) -> deadline.cancel(false));
        } else {
            forceEnd(reason);
        }
        return closed;
    }

    private void forceEnd(String reason) {
        if (!closed.isDone()) {
            socket.abort(reason);
            closed.complete(null);
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

    private void hear() {
        heartbeat.hear();
        history.frameCame();
    }

    @Override
    public void onText(byte[] json) {
        hear();
        Frame frame;
        try {
            frame = Frame.parse(json);
        } catch (MalformedFrameException e) {
            malformed("a text frame of " + json.length + " bytes is no JSON object: " + e.getMessage());
            return;
        }
        if (frame.isPong()) {
            return;
        }
        String reqid = frame.reqid();
        PendingRequest pending = reqid == null ? null : inFlight.get(reqid);
        if (pending != null) {
            switch (pending.accept(frame, json, settings.timing().answerIdleTimeout())) {
                case LATE -> late(reqid);
                case END_AFTER_DATA -> history.sawEndFrame();
                case SESSION_GONE -> {
                    forget(reqid);
                    owner.onSessionGone(this, pending);
                }
                case SESSION_GONE_AGAIN -> loginInVain = pending.login();
                case PROGRESS -> owner.onProgress(this, frame, json);
                case MORE, END -> {
                }
            }
        } else if (reqid != null && !frame.isTaskInfo() && history.endedRequests().contains(reqid)) {
            late(reqid);
        } else {
            PendingRequest reported = frame.reportedReqid() == null ? null : inFlight.get(frame.reportedReqid());
            if (reported != null) {
                reported.acceptReport(frame);
            }
            history.counters().push();
            owner.onPush(this, frame, json);
        }
    }

    @Override
    public void onBinary(int length) {
        hear();
        malformed("a binary frame of " + length + " bytes");
    }

    @Override
    public void onPing() {
        heartbeat.hear();
    }

    @Override
    public void onClosed(String reason) {
        endReason = reason;
        ended = true;
        heartbeat.stop();
        owner.onClosed(this, reason);
        closed.complete(null);
    }

    private void late(String reqid) {
        history.counters().lateFrame();
        LOG.debug("{}: a late frame of {}", settings.address(), reqid);
    }

    private void malformed(String what) {
        history.counters().malformedFrame();
        if (malformedReported.compareAndSet(false, true)) {
            LOG.warn("{}: {}; it is left aside, and further ones are only counted", settings.address(), what);
        }
    }
}
