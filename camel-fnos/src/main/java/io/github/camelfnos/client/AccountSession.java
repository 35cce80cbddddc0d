package io.github.camelfnos.client;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The one session that an account has at a NAS, shared by all its connections: the first of them logs in, the others take
 * the session up by its token. Safe for concurrent use.
 *
 * <p>
 * What the NAS refused is not sent again, and a session that it ended for good is not followed by another, until that is
 * {@linkplain #forget forgotten}. A password whose login failed otherwise is sent again after a wait that grows, whichever
 * connection asks.
 */
final class AccountSession {

    private final Refusals refusals;

    // What follows is guarded by this.
    private final Pace logins;
    private CompletableFuture<?> lastTurn = CompletableFuture.completedFuture(null);
    private Credentials credentials;
    private Session session;
    private FnosFailure ended;
    private FnosFailure lastLoginFailure;

    AccountSession(Refusals refusals, ReconnectPolicy policy) {
        this.refusals = refusals;
        this.logins = new Pace(policy);
    }

    /**
     * Makes the session valid on a fresh socket, by whatever is left of it: the token, the long token, the password.
     *
     * @return the session, or a {@link FnosFailure}; a {@linkplain FnosFailure#isFinal final} one will come again without the
     *         NAS being asked
     */
    CompletableFuture<Session> establish(Link link, ConnectionSettings settings) {
        if (settings.account().anonymous()) {
            return CompletableFuture.completedFuture(Session.anonymous());
        }
        return inTurn(() -> {
            FnosFailure refusal = refusal(settings);
            if (refusal != null) {
                return CompletableFuture.failedFuture(refusal);
            }
            return current(settings) == null
                    ? logIn(link, settings, null)
                    : resume(link, settings).exceptionallyCompose(failure -> withoutTokens(link, settings, failure));
        });
    }

    /** Takes the session up again on a socket from which the NAS has dropped it; never by the password. */
    CompletableFuture<Session> renew(Link link, ConnectionSettings settings) {
        return inTurn(() -> current(settings) == null
                ? CompletableFuture.failedFuture(FnosFailure.connection("the session is gone", null, null, false))
                : resume(link, settings));
    }

    /** Why the NAS is not to be asked with these settings, or null. */
    FnosFailure refusal(ConnectionSettings settings) {
        if (settings.account().anonymous()) {
            return null;
        }
        synchronized (this) {
            if (ended != null && settings.account().credentials().equals(credentials)) {
                return ended;
            }
        }
        return refusals.of(settings);
    }

    /** How long a connection should wait until it comes for a login, in nanoseconds; 0 if it needs no password. */
    synchronized long wait(ConnectionSettings settings) {
        return settings.account().anonymous() || session != null ? 0 : logins.left();
    }

    /** Why there is such a wait. */
    synchronized FnosFailure lastLoginFailure() {
        return lastLoginFailure;
    }

    /** The NAS has ended the session for good: nothing logs in again by itself. */
    synchronized void end(FnosFailure reason) {
        ended = reason;
        session = null;
    }

    /** The session is being logged out, or the NAS knows it no more. */
    synchronized void clear() {
        session = null;
    }

    /** Forgets that the NAS has ended the session, so that the next attempt asks it again. */
    synchronized void forget() {
        ended = null;
        logins.reset();
        if (session == null) {
            // Tokens that were configured get another chance as well.
            credentials = null;
        }
    }

    private CompletableFuture<Session> resume(Link link, ConnectionSettings settings) {
        return new Resume(settings, this::remember).perform(link, current(settings)).whenComplete((renewed, failure) -> {
            if (failure != null && Resume.isRefusal(failure)) {
                clear();
            }
        });
    }

    private CompletableFuture<Session> withoutTokens(Link link, ConnectionSettings settings, Throwable failure) {
        boolean hasPassword = settings.account().credentials().password() != null;
        return Resume.isRefusal(failure) || hasPassword && Resume.isAnswer(failure)
                ? logIn(link, settings, failure)
                : CompletableFuture.failedFuture(failure);
    }

    private CompletableFuture<Session> logIn(Link link, ConnectionSettings settings, Throwable tokensRefused) {
        Account account = settings.account();
        if (account.credentials().password() == null) {
            FnosFailure refusal = FnosFailure.tokensRefused(settings.address(), account, tokensRefused);
            refusals.remember(settings, refusal);
            return CompletableFuture.failedFuture(refusal);
        }
        synchronized (this) {
            if (logins.left() > 0) {
                return CompletableFuture.failedFuture(lastLoginFailure);
            }
        }
        return new Login(settings, () -> refusals.of(settings)).perform(link).whenComplete((fresh, problem) -> {
            if (problem == null) {
                remember(fresh);
                return;
            }
            FnosFailure failure = FnosFailure.ofLogin(settings.address(), account, problem);
            if (failure.isFinal()) {
                refusals.remember(settings, failure);
            } else if (wasSent(account.loginOperation(), problem)) {
                postpone(failure);
            }
        });
    }

    private static boolean wasSent(String operation, Throwable problem) {
        return FnosFailure.causeOf(problem) instanceof FnosFailure failure && failure.requestSent()
                && operation.equals(failure.operation());
    }

    /** The NAS may have counted this one, whatever became of its answer. */
    private synchronized void postpone(FnosFailure failure) {
        lastLoginFailure = failure;
        logins.fail();
    }

    private synchronized void remember(Session valid) {
        session = valid;
        logins.reset();
    }

    /** What these credentials can go on with: the session they have, or the one that they bring; null for none. */
    private synchronized Session current(ConnectionSettings settings) {
        Credentials wanted = settings.account().credentials();
        if (!wanted.equals(credentials)) {
            credentials = wanted;
            ended = null;
            session = wanted.hasSession() ? Session.of(wanted) : null;
        }
        return session;
    }

    /** One after the other, so that the second finds what the first has got. */
    private <T> CompletableFuture<T> inTurn(Supplier<CompletableFuture<T>> step) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        CompletableFuture<?> before;
        synchronized (this) {
            before = lastTurn;
            lastTurn = outcome;
        }
        before.whenComplete((ignored, unimportant) -> {
            try {
                step.get().whenComplete((result, failure) -> {
                    if (failure == null) {
                        outcome.complete(result);
                    } else {
                        outcome.completeExceptionally(failure);
                    }
                });
            } catch (Throwable e) {
                // Whatever it is: the next in the line must get its turn.
                outcome.completeExceptionally(e);
            }
        });
        return outcome;
    }
}
