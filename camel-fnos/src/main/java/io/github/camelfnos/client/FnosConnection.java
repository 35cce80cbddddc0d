package io.github.camelfnos.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.Frame;
import io.github.camelfnos.protocol.Request;
import io.github.camelfnos.protocol.RequestIds;
import io.github.camelfnos.transport.FrameSocketFactory;

/**
 * A connection to one NAS under one account, which many callers share. Safe for concurrent use.
 *
 * <p>
 * Its life is a walk through {@link ConnectionState}; every step is taken in {@link #enter}. While it connects and logs
 * in, requests wait; when it is ready they go out in order; when it is lost or closed they fail. Futures complete on the
 * read thread or the timer, so whoever continues with work of their own must do so on a thread of their own.
 */
public final class FnosConnection {

    private static final Logger LOG = LoggerFactory.getLogger(FnosConnection.class);

    private final ConnectionSettings settings;
    private final FrameSocketFactory sockets;
    private final ScheduledExecutorService timer;
    private final Login login;
    private final RequestIds ids = new RequestIds(() -> System.currentTimeMillis() / 1000);
    private final EndedRequests endedRequests = new EndedRequests();
    private final ConnectionCounters counters = new ConnectionCounters();
    private final RequestQueue queue;
    private final Link.Owner events = new LinkEvents();

    // What follows is guarded by this; nothing is called out under it.
    private volatile ConnectionState state = ConnectionState.IDLE;
    private CompletableFuture<Void> ready = new CompletableFuture<>();
    private Link link;
    private Future<?> connectDeadline;

    /**
     * @param sockets makes the sockets
     * @param timer   runs deadlines; it is the caller's to shut down, after this connection is closed
     */
    public FnosConnection(ConnectionSettings settings, FrameSocketFactory sockets, ScheduledExecutorService timer) {
        this.settings = settings;
        this.sockets = sockets;
        this.timer = timer;
        this.login = new Login(settings);
        this.queue = new RequestQueue(settings.limits().maxInFlight());
        queue.refuse("the connection to the NAS at " + settings.address() + " was not started");
    }

    /**
     * Connects and logs in, unless that is done or under way already: however many ask, one login is made.
     *
     * @return                          completes when requests go out, or with a {@link FnosFailure}
     * @throws IllegalArgumentException if the address makes no URI
     */
    public CompletableFuture<Void> connect() {
        Link attempt;
        CompletableFuture<Void> outcome;
        synchronized (this) {
            if (state != ConnectionState.IDLE && state != ConnectionState.LOST) {
                return ready.copy();
            }
            attempt = new Link(settings, events, ids, endedRequests, counters, timer, sockets);
            enter(ConnectionState.CONNECTING);
            ready = new CompletableFuture<>();
            outcome = ready.copy();
            link = attempt;
            queue.hold();
            long connectTimeout = settings.timing().connectTimeout().toMillis();
            connectDeadline = timer.schedule(() -> attempt.abort("no WebSocket was opened within " + connectTimeout + " ms"),
                    connectTimeout, TimeUnit.MILLISECONDS);
        }
        attempt.open();
        return outcome;
    }

    /**
     * Sends a request as soon as its turn comes.
     *
     * @param  timeout how long the first frame of the answer may take from now on, waiting included, and each further
     *                 frame from the one before
     * @return         the whole answer, or a {@link FnosFailure}; cancelling it gives the answer up, not what the NAS
     *                 does
     */
    public CompletableFuture<Answer> request(Request request, Duration timeout) {
        PendingRequest pending = new PendingRequest(request, timeout, timer);
        pending.future().whenComplete((answer, failure) -> {
            if (failure instanceof FnosFailure failed && failed.kind() == FnosFailure.Kind.TIMEOUT) {
                counters.timeout();
            }
        });
        queue.submit(pending);
        return pending.future();
    }

    /** Closes for good, from any state, within a second; what waits or is in flight fails. Harmless when repeated. */
    public void close() {
        String reason = "the connection to the NAS at " + settings.address() + " was closed";
        FnosFailure closed = FnosFailure.connection(sentence(reason), null, null, false);
        Link last;
        CompletableFuture<Void> waiting;
        synchronized (this) {
            if (state == ConnectionState.CLOSED) {
                return;
            }
            enter(ConnectionState.CLOSED);
            last = link;
            waiting = ready;
            ready = CompletableFuture.failedFuture(closed);
            cancelConnectDeadline();
            queue.refuse(reason);
        }
        queue.failWaiting();
        if (last != null) {
            last.close(reason);
        }
        waiting.completeExceptionally(closed);
    }

    public ConnectionSettings settings() {
        return settings;
    }

    public ConnectionState state() {
        return state;
    }

    public ConnectionCounters counters() {
        return counters;
    }

    /** How many requests have been sent and are not answered. */
    public int inFlight() {
        return queue.inFlight();
    }

    /** How many requests wait for their turn. */
    public int waiting() {
        return queue.waiting();
    }

    /** Address, account and state. */
    @Override
    public String toString() {
        return "FnosConnection[" + settings.address() + ", " + settings.account() + ", " + state + "]";
    }

    private void enter(ConnectionState next) {
        if (!state.successors().contains(next)) {
            throw new IllegalStateException("a connection that is " + state + " cannot become " + next);
        }
        LOG.debug("{}: {} -> {}", settings.address(), state, next);
        state = next;
    }

    /** Whether an event of this link still counts: it is the current one, in the state in which the event may come. */
    private boolean isCurrent(Link source, ConnectionState expected) {
        return source == link && state == expected;
    }

    private void cancelConnectDeadline() {
        if (connectDeadline != null) {
            connectDeadline.cancel(false);
        }
    }

    private void logIn(Link opened) {
        synchronized (this) {
            if (!isCurrent(opened, ConnectionState.CONNECTING)) {
                return;
            }
            cancelConnectDeadline();
            enter(ConnectionState.LOGGING_IN);
        }
        login.perform(opened).whenComplete((session, failure) -> {
            if (failure == null) {
                beReady(opened, session);
            } else {
                beLost(opened, failure instanceof CompletionException ? failure.getCause() : failure);
                opened.abort("the login failed");
            }
        });
    }

    private void beReady(Link loggedIn, Session session) {
        CompletableFuture<Void> waiting;
        synchronized (this) {
            if (!isCurrent(loggedIn, ConnectionState.LOGGING_IN)) {
                return;
            }
            enter(ConnectionState.READY);
            waiting = ready;
            ids.backId(session.backId());
            loggedIn.signWith(session.signer());
            queue.open(loggedIn);
        }
        LOG.debug("{}: ready as {}", settings.address(), settings.account());
        queue.sendWaiting();
        waiting.complete(null);
    }

    /** The place from where a lost connection will be made again. */
    private void beLost(Link gone, Throwable reason) {
        CompletableFuture<Void> waiting;
        boolean wasReady;
        synchronized (this) {
            if (gone != link || state == ConnectionState.LOST || state == ConnectionState.CLOSED) {
                return;
            }
            wasReady = state == ConnectionState.READY;
            enter(ConnectionState.LOST);
            waiting = ready;
            cancelConnectDeadline();
            queue.refuse(reason.getMessage());
        }
        queue.failWaiting();
        if (wasReady) {
            LOG.warn("{}", reason.getMessage());
        }
        waiting.completeExceptionally(reason);
    }

    private static String sentence(String clause) {
        return Character.toUpperCase(clause.charAt(0)) + clause.substring(1);
    }

    private final class LinkEvents implements Link.Owner {

        @Override
        public void onOpen(Link source) {
            logIn(source);
        }

        @Override
        public void onPush(Link source, Frame frame) {
            LOG.debug("{}: a push, {}", settings.address(), frame);
        }

        @Override
        public void onClosed(Link source, String reason) {
            // The library may hold its locks here, so the consequences are drawn elsewhere.
            try {
                timer.execute(() -> {
                    // First, so that what waits is not handed to the dead link as slots get free.
                    beLost(source, lost(reason));
                    source.failAll(reason);
                });
            } catch (RejectedExecutionException e) {
                LOG.trace("{}: closed after its timer had ended, so after close()", settings.address());
            }
        }

        private FnosFailure lost(String reason) {
            String what = state == ConnectionState.CONNECTING
                    ? "The NAS at " + settings.address() + " cannot be reached: "
                    : "The connection to the NAS at " + settings.address() + " was lost: ";
            return FnosFailure.connection(what + reason, null, null, false);
        }
    }
}
