package io.github.camelfnos.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.Request;
import io.github.camelfnos.transport.FrameSocketFactory;

/**
 * A connection to one NAS under one account, which many callers share. Safe for concurrent use.
 *
 * <p>
 * While there is no socket, or none that is logged in, requests wait; when it is ready they go out in order; when it is given
 * up or closed they fail. A lost connection is made again as its {@link ReconnectPolicy} says. Futures complete on the read
 * thread or the timer, so whoever continues with work of their own must do so on a thread of their own.
 */
public final class FnosConnection {

    private final ConnectionSettings settings;
    private final LinkHistory history;
    private final RequestQueue queue;
    private final ConnectionLife life;
    private final SessionProbe probe;

    /**
     * @param accountSession the session of the account, which its other connections share
     * @param sockets        makes the sockets
     * @param timer          runs deadlines; it is the caller's to shut down, after this connection is closed
     */
    FnosConnection(ConnectionSettings settings, AccountSession accountSession, FrameSocketFactory sockets,
                   ScheduledExecutorService timer) {
        this.settings = settings;
        this.history = new LinkHistory(timer);
        this.queue = new RequestQueue(settings.limits().maxInFlight(), FnosFailure.unreachable(settings.address(), "was not started"));
        this.life = new ConnectionLife(settings, accountSession, queue, history, sockets, timer);
        this.probe = new SessionProbe(this, timer);
    }

    /**
     * Connects and logs in, unless that is done or under way already: however many ask, one login is made.
     *
     * @return                          completes when requests go out, or with a {@link FnosFailure}: that of the first
     *                                  attempt, or that of an outage which lasts longer than the connect timeout; whether
     *                                  the connection goes on trying is then for its {@link ReconnectPolicy} to say
     * @throws IllegalArgumentException if the address makes no URI
     */
    public CompletableFuture<Void> connect() {
        return life.start();
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
        return request(request, timeout, TaskListener.NONE);
    }

    /**
     * The same, with news of the task that the request may start.
     *
     * @param task hears of that task
     */
    public CompletableFuture<Answer> request(Request request, Duration timeout, TaskListener task) {
        return submit(request, timeout, null, task).future();
    }

    /**
     * Sends a request as soon as its turn comes, and gives its answer frame by frame.
     *
     * @param  timeout as with {@link #request}; how long the reader takes does not count
     * @return         the answer, of which nothing has come yet; it must be closed
     */
    public AnswerStream stream(Request request, Duration timeout, BufferLimits limits) {
        AnswerStream stream = new AnswerStream(request.operation(), limits);
        submit(request, timeout, stream, TaskListener.NONE);
        return stream;
    }

    private PendingRequest submit(Request request, Duration timeout, AnswerStream stream, TaskListener task) {
        PendingRequest pending = new PendingRequest(request, timeout, history, life::outage, !settings.account().anonymous(),
                stream, task);
        if (stream != null) {
            stream.answers(pending);
        }
        queue.submit(pending);
        return pending;
    }

    /**
     * Subscribes to what the NAS sends that answers no request, from now on and over all reconnects. To miss nothing, do it
     * before {@link #connect}.
     *
     * @return what has come; it must be closed
     */
    public PushSubscription subscribe(PushSettings wanted) {
        PushSubscription subscription = life.subscribe(wanted);
        probe.start();
        return subscription;
    }

    /** Who is subscribed at present. */
    public List<PushSubscription> subscriptions() {
        return life.subscriptions();
    }

    /** Tries again, as after an outage, if the connection was given up. */
    void revive() {
        life.revive();
    }

    /**
     * Stops trying, for nobody uses the connection; one that is ready stays so. What it has learnt of the NAS stays.
     *
     * @return tells those who wait, to be run outside the caller's locks
     */
    Runnable park() {
        return life.park();
    }

    /**
     * Closes for good, from any state; what waits or is in flight fails at once. Harmless when repeated.
     *
     * @param  logOut whether to end the session on the NAS as well, which nobody else may use then
     * @return        completes when the socket has ended, within a second
     */
    CompletableFuture<Void> close(boolean logOut) {
        probe.stop();
        CompletableFuture<Void> closed = life.close(logOut);
        closed.whenComplete((done, never) -> history.deadlines().close());
        return closed;
    }

    public ConnectionSettings settings() {
        return settings;
    }

    public ConnectionState state() {
        return life.state();
    }

    /** State, and how it came about. */
    public ConnectionStatus status() {
        return life.status();
    }

    public ConnectionCounters counters() {
        return history.counters();
    }

    /** When the last frame of any kind came, or null if none did. */
    public Instant lastFrame() {
        return history.lastFrame();
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
        return "FnosConnection[" + settings.address() + ", " + settings.account() + ", " + state() + "]";
    }
}
