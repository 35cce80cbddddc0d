package io.github.camelfnos.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelfnos.transport.FrameSocketFactory;

/**
 * The connections of a component. Whoever asks for the same NAS, account and name shares one, through handles of which the
 * last one closes it; and the connections of one account share one session. Safe for concurrent use.
 */
public final class FnosConnectionRegistry implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FnosConnectionRegistry.class);
    private static final long CLOSING_SECONDS = 1;
    /** More than anybody has; a bound for URIs whose user names come from data. */
    private static final int MAX_ACCOUNTS = 1_000;

    private final FrameSocketFactory sockets;
    private final ScheduledExecutorService timer;
    private final ConnectionListener listener;
    private final Refusals refusals = new Refusals();

    // What follows is guarded by this.
    private final Map<ConnectionSettings.Identity, SharedConnection> connections = new HashMap<>();
    /** Kept when their connections are gone: the next one takes the session up. */
    private final Map<AccountIdentity, AccountSession> accounts = new LinkedHashMap<>(16, 0.75f, true);
    /** Those that are no connections of the registry any more and have not closed yet. */
    private final Set<CompletableFuture<Void>> closing = new HashSet<>();
    private boolean closed;

    /**
     * @param sockets makes the sockets of all connections
     * @param timer   runs their deadlines; it is the caller's to shut down, after this registry is closed
     */
    public FnosConnectionRegistry(FrameSocketFactory sockets, ScheduledExecutorService timer) {
        this(sockets, timer, ConnectionListener.NONE);
    }

    /** @param listener hears of each connection before whoever asked for it gets it, and after the last has given it up */
    public FnosConnectionRegistry(FrameSocketFactory sockets, ScheduledExecutorService timer, ConnectionListener listener) {
        this.sockets = sockets;
        this.timer = timer;
        this.listener = listener;
    }

    /**
     * A handle of the connection of these settings, which is made if there is none; it is not connected by this.
     *
     * @throws IllegalArgumentException if others use the same connection with another value of an option, or the same
     *                                  account with another password; it says which, with both values unless secret
     */
    public ConnectionHandle acquire(ConnectionSettings settings) {
        List<Runnable> replaced;
        ConnectionHandle handle;
        boolean added;
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the component has stopped");
            }
            checkAgreement(settings);
            // Those that only linger give way.
            replaced = List.copyOf(connections.values()).stream().filter(shared -> shared.contradicts(settings)).map(this::remove)
                    .toList();
            added = !connections.containsKey(settings.identity());
            SharedConnection shared = connections.computeIfAbsent(settings.identity(),
                    key -> new SharedConnection(new FnosConnection(settings, account(settings), sockets, timer)));
            handle = share(shared);
        }
        replaced.forEach(Runnable::run);
        if (added) {
            listener.added(handle.connection());
        }
        return handle;
    }

    private synchronized ConnectionHandle share(SharedConnection shared) {
        if (closed) {
            throw new IllegalStateException("the component has stopped");
        }
        shared.keep();
        shared.handles++;
        return new ConnectionHandle(shared.connection, () -> share(shared), () -> release(shared));
    }

    /** The connection of these settings, or null if nobody uses it. */
    public synchronized FnosConnection find(ConnectionSettings settings) {
        SharedConnection shared = connections.get(settings.identity());
        return shared == null ? null : shared.connection;
    }

    /** The connections that are in use, or linger. */
    public synchronized List<FnosConnection> connections() {
        return connections.values().stream().map(shared -> shared.connection).toList();
    }

    /** How many use this connection at present; 0 if it lingers, or is no connection of this registry. */
    public synchronized int users(FnosConnection connection) {
        SharedConnection shared = connections.get(connection.settings().identity());
        return shared == null || shared.connection != connection ? 0 : shared.handles;
    }

    /** Which logins were refused and are not tried again, sentences that name the NAS and the user. */
    public List<String> refusals() {
        return refusals.reasons();
    }

    /**
     * Forgets that a NAS refused a user's login, or threw the user out, so that the user's connections try again: those that
     * were given up at once, the others when they are needed.
     *
     * @param host     of one NAS, or null for all
     * @param username null for sessions that name no user
     */
    public void forgetRefusal(String host, String username) {
        List<FnosConnection> inUse;
        synchronized (this) {
            refusals.forget(host, username);
            accounts.forEach((account, session) -> {
                if (account.isOf(host, username)) {
                    session.forget();
                }
            });
            inUse = connections.values().stream()
                    .filter(shared -> shared.handles > 0 && shared.account().isOf(host, username))
                    .map(shared -> shared.connection)
                    .toList();
        }
        inUse.forEach(FnosConnection::revive);
    }

    /** Closes all connections, whoever still holds handles, and returns when that is done, which takes under a second. */
    @Override
    public void close() {
        List<Runnable> ends;
        List<CompletableFuture<Void>> left;
        synchronized (this) {
            closed = true;
            ends = List.copyOf(connections.values()).stream().map(this::remove).toList();
            left = List.copyOf(closing);
        }
        ends.forEach(Runnable::run);
        left.forEach(FnosConnectionRegistry::await);
    }

    private static void await(CompletableFuture<Void> closing) {
        try {
            closing.get(CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("A connection did not close in time", e);
        }
    }

    private void checkAgreement(ConnectionSettings settings) {
        for (SharedConnection shared : connections.values()) {
            if (shared.handles == 0) {
                continue;
            }
            ConnectionSettings existing = shared.connection.settings();
            if (shared.contradictsCredentials(settings)) {
                throw new IllegalArgumentException("another password or token is set for " + settings.account() + " at "
                                                   + settings.address() + " than the routes have that are connected already; set the "
                                                   + "same everywhere, or stop those routes first");
            }
            String difference = shared.difference(settings);
            if (difference != null) {
                throw new IllegalArgumentException(difference + ", on the connection to " + existing.address() + " as "
                                                   + existing.account() + " that both would share; set the same value everywhere, or "
                                                   + "a connectionId where a connection of its own is wanted");
            }
        }
    }

    private AccountSession account(ConnectionSettings settings) {
        AccountSession session = accounts.computeIfAbsent(settings.accountIdentity(),
                key -> new AccountSession(refusals, settings.reconnect()));
        if (accounts.size() > MAX_ACCOUNTS) {
            accounts.keySet().stream().filter(account -> !isUsed(account) && !account.equals(settings.accountIdentity()))
                    .findFirst().ifPresent(accounts::remove);
        }
        return session;
    }

    private boolean isUsed(AccountIdentity account) {
        return connections.values().stream().anyMatch(shared -> shared.account().equals(account));
    }

    private void release(SharedConnection shared) {
        Runnable end;
        synchronized (this) {
            if (closed || --shared.handles > 0) {
                return;
            }
            Duration rest = shared.timeToRest();
            if (rest.isZero()) {
                end = remove(shared);
            } else {
                shared.end = timer.schedule(() -> expire(shared), rest.toMillis(), TimeUnit.MILLISECONDS);
                end = shared.connection.park();
            }
        }
        end.run();
        await(shared.ended);
    }

    private void expire(SharedConnection shared) {
        Runnable end;
        synchronized (this) {
            if (shared.handles > 0 || closed) {
                return;
            }
            end = remove(shared);
        }
        end.run();
    }

    /**
     * Takes a connection out of the registry.
     *
     * @return begins to close it, to be run outside the lock
     */
    private Runnable remove(SharedConnection shared) {
        connections.remove(shared.connection.settings().identity(), shared);
        shared.keep();
        boolean logOut = shared.canLogOut() && !isUsed(shared.account());
        if (logOut) {
            // Now, so that no other connection takes up a session that is about to end.
            account(shared.connection.settings()).clear();
        }
        CompletableFuture<Void> ended = new CompletableFuture<>();
        shared.ended = ended;
        closing.add(ended);
        ended.whenComplete((done, never) -> forget(ended));
        return () -> {
            listener.removed(shared.connection);
            shared.connection.close(logOut).whenComplete((done, never) -> ended.complete(null));
        };
    }

    private synchronized void forget(CompletableFuture<Void> ended) {
        closing.remove(ended);
    }

    /** A connection and its users; but for the connection, guarded by the registry. */
    private static final class SharedConnection {

        private final FnosConnection connection;
        private int handles;
        private Future<?> end;
        private CompletableFuture<Void> ended = CompletableFuture.completedFuture(null);

        SharedConnection(FnosConnection connection) {
            this.connection = connection;
        }

        AccountIdentity account() {
            return connection.settings().accountIdentity();
        }

        /** How long it stays when nobody uses it: one that failed remembers for a while when it may be tried again. */
        Duration timeToRest() {
            return switch (connection.state()) {
                case READY -> connection.settings().timing().lingerTimeout();
                case IDLE, CLOSED -> Duration.ZERO;
                default -> connection.settings().reconnect().maxDelay();
            };
        }

        boolean contradicts(ConnectionSettings settings) {
            return contradictsCredentials(settings) || difference(settings) != null;
        }

        boolean contradictsCredentials(ConnectionSettings settings) {
            Account mine = connection.settings().account();
            return account().equals(settings.accountIdentity()) && !mine.anonymous() && !settings.account().anonymous()
                    && !mine.credentials().equals(settings.account().credentials());
        }

        /** Why the connection of this identity does not serve these settings, or null. */
        String difference(ConnectionSettings settings) {
            return connection.settings().identity().equals(settings.identity())
                    ? settings.differenceFrom(connection.settings())
                    : null;
        }

        void keep() {
            if (end != null) {
                end.cancel(false);
                end = null;
            }
        }

        boolean canLogOut() {
            Account account = connection.settings().account();
            return !account.anonymous() && !account.stayLoggedIn() && connection.state() == ConnectionState.READY;
        }
    }
}
