package io.github.camelfnos.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelfnos.protocol.Frame;
import io.github.camelfnos.transport.FrameSocketFactory;

/**
 * How a connection comes to be, is lost and comes to be again: a walk through {@link ConnectionState}, of which every step is
 * taken in {@link #enter}. For each attempt it makes a new {@link Link}; what an older one reports is ignored. It opens the
 * connection's {@link RequestQueue} while the link is ready, holds it while there is hope, and lets it refuse when there is
 * none. Safe for concurrent use.
 */
final class ConnectionLife {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionLife.class);
    private static final long LOGOUT_MILLIS = 500;
    private static final int LOGIN_STEPS = 8;

    private final ConnectionSettings settings;
    private final AccountSession accountSession;
    private final FrameSocketFactory sockets;
    private final ScheduledExecutorService timer;
    private final LinkHistory history;
    private final RequestQueue queue;
    private final PushFanOut pushes;
    private final Link.Owner events = new LinkEvents();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    // What follows is guarded by this; nothing is called out under it.
    private volatile ConnectionState state = ConnectionState.IDLE;
    private Instant stateSince = Instant.now();
    private volatile FnosFailure lastFailure;
    private final Reconnection reconnection;
    private CompletableFuture<Void> ready = new CompletableFuture<>();
    /** Whether the attempt that {@link #start} began is still under way. */
    private boolean starting;
    private Link link;
    /** The end of an attempt that takes too long, or the beginning of the next. */
    private Future<?> alarm;
    private Instant nextAttempt;

    /**
     * @param accountSession the session of the account, which its other connections share
     * @param queue          where requests wait, which refuses them until {@link #start}
     */
    ConnectionLife(ConnectionSettings settings, AccountSession accountSession, RequestQueue queue, LinkHistory history,
                   FrameSocketFactory sockets, ScheduledExecutorService timer) {
        this.settings = settings;
        this.accountSession = accountSession;
        this.queue = queue;
        this.history = history;
        this.pushes = new PushFanOut(history.counters());
        this.sockets = sockets;
        this.timer = timer;
        this.reconnection = new Reconnection(settings.reconnect());
    }

    /** See {@link FnosConnection#connect}. */
    CompletableFuture<Void> start() {
        return begin(true);
    }

    /** See {@link FnosConnection#revive}. */
    void revive() {
        if (state == ConnectionState.FAILED) {
            begin(false);
        }
    }

    private CompletableFuture<Void> begin(boolean asStart) {
        Link attempt;
        CompletableFuture<Void> outcome;
        synchronized (this) {
            if (state == ConnectionState.READY || state == ConnectionState.CLOSED) {
                return ready.copy();
            }
            if (state != ConnectionState.IDLE && state != ConnectionState.FAILED) {
                boolean known = settings.reconnect().startupFailure() == StartupFailure.reconnect && outage() != null;
                return known ? CompletableFuture.failedFuture(lastFailure) : readyInTime();
            }
            FnosFailure refusal = accountSession.refusal(settings);
            if (refusal != null) {
                giveUp(refusal);
                return CompletableFuture.failedFuture(refusal);
            }
            if (!asStart) {
                reconnection.reset();
            }
            Duration wait = waitForAttempt();
            if (!wait.isZero()) {
                return beginLater(wait, asStart);
            }
            attempt = newLink();
            ready = new CompletableFuture<>();
            outcome = ready.copy();
            starting = asStart;
            queue.hold();
        }
        open(attempt);
        return outcome;
    }

    /** The last attempt failed so recently that the next one has to wait. */
    private CompletableFuture<Void> beginLater(Duration wait, boolean asStart) {
        if (lastFailure == null) {
            FnosFailure ofAccount = accountSession.lastLoginFailure();
            lastFailure = ofAccount == null ? FnosFailure.unreachable(settings.address(), "waits for its turn to log in") : ofAccount;
        }
        boolean tooLong = wait.compareTo(settings.timing().connectTimeout()) > 0;
        boolean failing = asStart && settings.reconnect().startupFailure() == StartupFailure.fail;
        if (tooLong && failing) {
            return CompletableFuture.failedFuture(lastFailure.tooEarly(wait));
        }
        enter(ConnectionState.BACKING_OFF);
        ready = new CompletableFuture<>();
        queue.hold();
        schedule(wait);
        starting = asStart && !tooLong;
        if (tooLong) {
            reconnection.beginOutage();
            warn(lastFailure, wait);
            return CompletableFuture.failedFuture(lastFailure);
        }
        return readyInTime();
    }

    /** See {@link FnosConnection#park}. */
    Runnable park() {
        FnosFailure unused = FnosFailure.unreachable(settings.address(), "is not used by any route");
        synchronized (this) {
            if (state == ConnectionState.READY || state == ConnectionState.FAILED || state == ConnectionState.CLOSED) {
                return () -> {
                };
            }
            cancelAlarm();
            giveUp(lastFailure == null ? unused : lastFailure);
            CompletableFuture<Void> waiting = ready;
            Link last = link;
            return () -> {
                queue.failWaiting();
                waiting.completeExceptionally(unused);
                if (last != null) {
                    last.abort(unused.getMessage());
                }
            };
        }
    }

    /** See {@link FnosConnection#close}. */
    CompletableFuture<Void> close(boolean logOut) {
        FnosFailure failure = FnosFailure.unreachable(settings.address(), "was closed");
        Link last;
        CompletableFuture<Void> waiting;
        boolean wasReady;
        synchronized (this) {
            if (state == ConnectionState.CLOSED) {
                return closed;
            }
            wasReady = state == ConnectionState.READY;
            enter(ConnectionState.CLOSED);
            reconnection.giveUp();
            last = link;
            waiting = ready;
            ready = CompletableFuture.failedFuture(failure);
            cancelAlarm();
            queue.refuse(failure);
        }
        queue.failWaiting();
        waiting.completeExceptionally(failure);
        if (last == null) {
            closed.complete(null);
            return closed;
        }
        last.failAll(failure.getMessage());
        CompletableFuture<Void> loggedOut = logOut && wasReady ? logOut(last) : CompletableFuture.completedFuture(null);
        loggedOut.thenCompose(done -> last.end(failure.getMessage())).whenComplete((done, never) -> closed.complete(null));
        return closed;
    }

    private CompletableFuture<Void> logOut(Link last) {
        CompletableFuture<Void> loggedOut = last.logOut();
        Future<?> limit = timer.schedule(() -> loggedOut.complete(null), LOGOUT_MILLIS, TimeUnit.MILLISECONDS);
        return loggedOut.whenComplete((done, never) -> limit.cancel(false));
    }

    /** See {@link FnosConnection#subscribe}. */
    PushSubscription subscribe(PushSettings wanted) {
        PushSubscription subscription;
        Link present;
        synchronized (this) {
            // Under the lock, so that who subscribes while the connection gets ready hears of it from here or from there.
            subscription = pushes.subscribe(wanted);
            present = state == ConnectionState.READY ? link : null;
        }
        if (present != null) {
            subscription.ready(present.number());
        }
        return subscription;
    }

    List<PushSubscription> subscriptions() {
        return pushes.subscriptions();
    }

    ConnectionState state() {
        return state;
    }

    synchronized ConnectionStatus status() {
        return new ConnectionStatus(state, stateSince, reconnection.attempts(),
                state == ConnectionState.BACKING_OFF ? nextAttempt : null, lastFailure == null ? null : lastFailure.getMessage());
    }

    private void enter(ConnectionState next) {
        if (!state.successors().contains(next)) {
            throw new IllegalStateException("a connection that is " + state + " cannot become " + next);
        }
        LOG.debug("{}: {} -> {}", settings.address(), state, next);
        state = next;
        stateSince = Instant.now();
    }

    /** Whether an event of this link still counts: it is the current one, in the state in which the event may come. */
    private boolean isCurrent(Link source, ConnectionState expected) {
        return source == link && state == expected;
    }

    private void cancelAlarm() {
        if (alarm != null) {
            alarm.cancel(false);
        }
    }

    /** The next attempt, with a limit on the time until its socket is open. */
    private Link newLink() {
        Link attempt = new Link(settings, events, history, timer, sockets);
        long connectTimeout = settings.timing().connectTimeout().toMillis();
        alarm = timer.schedule(() -> attempt.abort("no WebSocket was opened within " + connectTimeout + " ms"), connectTimeout,
                TimeUnit.MILLISECONDS);
        link = attempt;
        enter(ConnectionState.CONNECTING);
        return attempt;
    }

    private void open(Link attempt) {
        try {
            attempt.open();
        } catch (RuntimeException | Error e) {
            // No thread, for instance. The next attempt may do better.
            beLost(attempt, FnosFailure.connection("The NAS at " + settings.address() + " cannot be reached: " + e, null, null, false));
        }
    }

    /**
     * Completes when the connection is ready; or with the last failure, when no attempt is under way after the time that a
     * caller is ready to wait.
     */
    private CompletableFuture<Void> readyInTime() {
        CompletableFuture<Void> inTime = ready.copy();
        long patience = settings.timing().connectTimeout().toMillis();
        Future<?> checks = timer.scheduleWithFixedDelay(() -> {
            if (state == ConnectionState.BACKING_OFF) {
                inTime.completeExceptionally(lastFailure);
            }
        }, patience, patience, TimeUnit.MILLISECONDS);
        inTime.whenComplete((done, failure) -> checks.cancel(false));
        return inTime;
    }

    /** Why requests wait, or null if there is no outage. */
    FnosFailure outage() {
        return reconnection.outage() == null ? null : lastFailure;
    }

    private void tryAgain() {
        Link attempt;
        FnosFailure refusal;
        synchronized (this) {
            if (state != ConnectionState.BACKING_OFF) {
                return;
            }
            // Another connection of the account may have been refused in the meantime.
            refusal = accountSession.refusal(settings);
            reconnection.attempt();
            try {
                attempt = refusal == null ? newLink() : link;
            } catch (RuntimeException | Error e) {
                // No memory, for instance; whatever it is, trying goes on.
                LOG.debug("{}: no attempt could be made", settings.address(), e);
                reconnection.fail();
                schedule(waitForAttempt());
                return;
            }
        }
        if (refusal == null) {
            open(attempt);
        } else {
            beLost(attempt, refusal);
        }
    }

    private void logIn(Link opened) {
        synchronized (this) {
            if (!isCurrent(opened, ConnectionState.CONNECTING)) {
                return;
            }
            cancelAlarm();
            enter(ConnectionState.LOGGING_IN);
            limitLogin(opened);
        }
        beReadyWith(opened, accountSession.establish(opened, settings));
    }

    /** The steps have deadlines of their own; this one holds whatever happens to them. */
    private void limitLogin(Link loggingIn) {
        long limit = LOGIN_STEPS * settings.timing().connectTimeout().toMillis();
        alarm = timer.schedule(() -> loggingIn.abort("the login took longer than " + limit + " ms"), limit, TimeUnit.MILLISECONDS);
    }

    /** The NAS has dropped the session that this login gave to a socket which lives. */
    private void renewSession(Link loggedOut, int login) {
        synchronized (this) {
            if (!isCurrent(loggedOut, ConnectionState.READY) || loggedOut.logins() != login || settings.account().anonymous()) {
                return;
            }
            enter(ConnectionState.LOGGING_IN);
            limitLogin(loggedOut);
            queue.hold();
        }
        LOG.debug("{}: the session is gone and is taken up again", settings.address());
        pushes.missed();
        beReadyWith(loggedOut, accountSession.renew(loggedOut, settings));
    }

    /** The NAS has ended the session for good. */
    private void endSession(Link thrownOut) {
        FnosFailure kicked = FnosFailure.kicked(settings.address(), settings.account());
        synchronized (this) {
            // What an old socket still says, or one that logs out, is no reason to lock the account.
            boolean inUse = isCurrent(thrownOut, ConnectionState.READY) || isCurrent(thrownOut, ConnectionState.LOGGING_IN);
            if (!inUse || settings.account().anonymous()) {
                return;
            }
        }
        accountSession.end(kicked);
        beLost(thrownOut, kicked);
        thrownOut.end(kicked.getMessage());
    }

    private void beReadyWith(Link loggingIn, CompletableFuture<Session> login) {
        login.whenComplete((session, problem) -> {
            if (problem == null) {
                beReady(loggingIn, session);
            } else {
                beLost(loggingIn, FnosFailure.ofLogin(settings.address(), settings.account(), problem));
                loggingIn.abort("the login failed");
            }
        });
    }

    private void beReady(Link loggedIn, Session session) {
        CompletableFuture<Void> waiting;
        Outage over;
        synchronized (this) {
            if (!isCurrent(loggedIn, ConnectionState.LOGGING_IN)) {
                return;
            }
            cancelAlarm();
            enter(ConnectionState.READY);
            waiting = ready;
            over = reconnection.succeed();
            starting = false;
            history.ids().backId(session.backId());
            loggedIn.beginSession(session);
            queue.open(loggedIn);
        }
        if (over != null) {
            history.counters().reconnect();
            LOG.info("Connected to the NAS at {} after {}", settings.address(), over);
        }
        pushes.ready(loggedIn);
        queue.sendWaiting();
        waiting.complete(null);
    }

    /** The end of a link, or of an attempt to make one, and the decision whether there will be another. */
    private void beLost(Link gone, FnosFailure reason) {
        CompletableFuture<Void> waiting;
        boolean started;
        boolean again;
        Outage before;
        Duration wait = Duration.ZERO;
        synchronized (this) {
            boolean over = state == ConnectionState.FAILED || state == ConnectionState.CLOSED
                    || state == ConnectionState.BACKING_OFF && !reason.isFinal();
            if (gone != link || over) {
                return;
            }
            cancelAlarm();
            lastFailure = reason;
            if (!reason.isFinal()) {
                reconnection.fail();
            }
            started = starting;
            starting = false;
            before = reconnection.outage();
            again = reconnection.isWanted(reason, started);
            // Whoever waits since before the outage waited for this attempt; the others wait for the end of the outage.
            waiting = started || !again || before == null ? ready : null;
            if (again) {
                wait = backOff();
            } else {
                giveUp(started || reason.isFinal() ? reason : reason.givenUp(before));
            }
        }
        pushes.lost(gone);
        queue.failWaiting();
        if (!again && !started) {
            LOG.error("{}", lastFailure.getMessage());
        } else if (again && before == null) {
            warn(reason, wait);
        } else {
            LOG.debug("{}", reason.getMessage());
        }
        if (waiting != null) {
            waiting.completeExceptionally(reason);
        }
    }

    /** Once for each outage, whatever happens in it. */
    private static void warn(FnosFailure reason, Duration wait) {
        LOG.warn("{}; the next attempt comes in {} s", reason.getMessage(), wait.toMillis() / 1000.0);
    }

    private Duration backOff() {
        if (reconnection.outage() == null) {
            ready = new CompletableFuture<>();
        }
        enter(ConnectionState.BACKING_OFF);
        queue.hold();
        reconnection.beginOutage();
        Duration wait = waitForAttempt();
        schedule(wait);
        return wait;
    }

    /** The connection's own wait after a failure, or that of the account before its password may be sent again. */
    private Duration waitForAttempt() {
        Duration ofAccount = Duration.ofNanos(accountSession.wait(settings));
        Duration own = reconnection.left();
        return own.compareTo(ofAccount) > 0 ? own : ofAccount;
    }

    private void schedule(Duration wait) {
        nextAttempt = Instant.now().plus(wait);
        alarm = timer.schedule(this::tryAgain, wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void giveUp(FnosFailure reason) {
        enter(ConnectionState.FAILED);
        lastFailure = reason;
        starting = false;
        reconnection.giveUp();
        queue.refuse(reason);
    }

    private final class LinkEvents implements Link.Owner {

        @Override
        public void onOpen(Link source) {
            logIn(source);
        }

        @Override
        public void onPush(Link source, Frame frame, byte[] json) {
            LOG.debug("{}: a push, {}", settings.address(), frame);
            pushes.push(source, frame, json);
            if (frame.isKicked()) {
                endSession(source);
            } else if (frame.isTokenExpired()) {
                beExpired(source, source.logins());
            }
        }

        @Override
        public void onProgress(Link source, Frame frame, byte[] json) {
            pushes.progress(source, frame, json);
        }

        private void beExpired(Link source, int login) {
            Duration delay = settings.reconnect().delay();
            if (!source.isFreshlyRenewed(delay)) {
                renewSession(source, login);
            } else if (!subscriptions().isEmpty()) {
                // It may be meant of the session before. If not, no request might ever find out, where only pushes are wanted.
                timer.schedule(() -> renewSession(source, login), delay.toMillis(), TimeUnit.MILLISECONDS);
            }
        }

        @Override
        public void onSessionGone(Link source, PendingRequest refused) {
            // Where a new login did not help a request, it is not made for the next one at once.
            if (!source.isRenewedInVain(settings.reconnect().delay())) {
                renewSession(source, refused.login());
            }
            queue.takeBack(refused);
            queue.sendWaiting();
        }

        @Override
        public void onClosed(Link source, String reason) {
            // The library may hold its locks here, so the consequences are drawn elsewhere.
            try {
                timer.execute(() -> {
                    holdRequests(source);
                    // Before the next attempt is planned, as a login that ends here has a say in that.
                    source.failAll(reason);
                    beLost(source, lost(reason));
                });
            } catch (RejectedExecutionException e) {
                LOG.trace("{}: closed after its timer had ended, so after close()", settings.address());
            }
        }

        /** What waits is not to be handed to a dead link as slots get free. */
        private void holdRequests(Link dead) {
            synchronized (ConnectionLife.this) {
                if (isCurrent(dead, ConnectionState.READY)) {
                    queue.hold();
                }
            }
        }

        private FnosFailure lost(String reason) {
            return state == ConnectionState.CONNECTING
                    ? FnosFailure.connection("The NAS at " + settings.address() + " cannot be reached: " + reason, null, null, false)
                    : FnosFailure.unreachable(settings.address(), "was lost: " + reason);
        }
    }
}
