package io.github.camelfnos.client;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.github.camelfnos.protocol.Errno;
import io.github.camelfnos.protocol.ErrnoCategory;
import io.github.camelfnos.protocol.Request;

/**
 * Takes an existing session up on a socket, without a password (protocol, section 4): by its token, and where the NAS
 * refuses that, by its long token.
 */
final class Resume {

    private static final String MAIN = "main";
    private static final Set<ErrnoCategory> REFUSAL = EnumSet.of(ErrnoCategory.AUTH_SESSION, ErrnoCategory.AUTH_CREDENTIALS,
            ErrnoCategory.PERMISSION, ErrnoCategory.NOT_FOUND, ErrnoCategory.INVALID_REQUEST);

    private final ConnectionSettings settings;
    private final Consumer<Session> renewed;

    /** @param renewed hears of the session after each answer, as the next one may not come */
    Resume(ConnectionSettings settings, Consumer<Session> renewed) {
        this.settings = settings;
        this.renewed = renewed;
    }

    /**
     * @return the session with what the answers brought, or a {@link FnosFailure}
     */
    CompletableFuture<Session> perform(Link link, Session session) {
        return link.call(new Request("util.getSI", Map.of()), UnaryOperator.identity())
                .thenApply(answer -> Login.text(answer, "si"))
                .thenCompose(si -> byAnyToken(link, session, si));
    }

    /** Whether the NAS has answered that it does not take the session up, for whatever reason that does not pass by itself. */
    static boolean isAnswer(Throwable failure) {
        return FnosFailure.causeOf(failure) instanceof FnosFailure failed && failed.kind() == FnosFailure.Kind.ERRNO
                && !Errno.of(failed.errno()).retryable() && failed.errno() != Errno.BANNED;
    }

    /** Whether that reason is such that the tokens are worthless. */
    static boolean isRefusal(Throwable failure) {
        return isAnswer(failure) && FnosFailure.causeOf(failure) instanceof FnosFailure failed
                && REFUSAL.contains(Errno.of(failed.errno()).category());
    }

    private CompletableFuture<Session> byAnyToken(Link link, Session session, String si) {
        if (session.token() == null) {
            return byLongToken(link, session, si);
        }
        return byToken(link, session, si).exceptionallyCompose(failure -> isAnswer(failure) && session.longToken() != null
                ? byLongToken(link, session.withoutToken(), si)
                : CompletableFuture.failedFuture(failure));
    }

    private CompletableFuture<Session> byToken(Link link, Session session, String si) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("token", session.token());
        parameters.put("si", si);
        // Makes the socket one that pushes go to.
        parameters.put("main", MAIN.equals(settings.address().type()));
        parameters.put("active", true);
        return signed(link, session, "user.authToken", parameters);
    }

    private CompletableFuture<Session> byLongToken(Link link, Session session, String si) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("token", session.longToken());
        parameters.putAll(Login.device(settings.account()));
        parameters.put("si", si);
        return signed(link, session, "user.tokenLogin", parameters).thenCompose(fresh -> fresh.token() == null
                ? CompletableFuture.completedFuture(fresh)
                : byToken(link, fresh, si).exceptionallyCompose(failure -> CompletableFuture.failedFuture(noVerdict(failure))));
    }

    /** A token that is refused right after it was given says nothing about the long token that it came by. */
    private FnosFailure noVerdict(Throwable failure) {
        return FnosFailure.ofLogin(settings.address(), settings.account(), failure);
    }

    private CompletableFuture<Session> signed(Link link, Session session, String operation, Map<String, Object> parameters) {
        return link.call(new Request(operation, parameters), session.signer()::sign).thenApply(answer -> {
            Session merged = session.merge(answer.payload());
            renewed.accept(merged);
            return merged;
        });
    }
}
