package io.github.camelfnos.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.Errno;
import io.github.camelfnos.protocol.Request;

/**
 * Takes an existing session up on a socket, without a password (protocol, section 4): by its token, and where the NAS
 * refuses that, by its long token.
 */
final class Resume {

    private static final String MAIN = "main";

    private final ConnectionSettings settings;

    Resume(ConnectionSettings settings) {
        this.settings = settings;
    }

    /**
     * @return the session with what the answers brought; or a {@link FnosFailure}, for which {@link #refused} tells whether
     *         the tokens are worthless
     */
    CompletableFuture<Session> perform(Link link, Session session) {
        return link.call(new Request("util.getSI", Map.of()), UnaryOperator.identity())
                .thenApply(answer -> Login.text(answer, "si"))
                .thenCompose(si -> byAnyToken(link, session, si));
    }

    /** Whether the NAS refused the tokens themselves, rather than being busy or away. */
    static boolean refused(Throwable failure) {
        return FnosFailure.causeOf(failure) instanceof FnosFailure failed && failed.kind() == FnosFailure.Kind.ERRNO
                && !Errno.of(failed.errno()).retryable();
    }

    private CompletableFuture<Session> byAnyToken(Link link, Session session, String si) {
        if (session.token() == null) {
            return byLongToken(link, session, si);
        }
        return byToken(link, session, si).exceptionallyCompose(failure -> refused(failure) && session.longToken() != null
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
        return signed(link, session, "user.authToken", parameters).thenApply(answer -> session.merge(answer.payload()));
    }

    private CompletableFuture<Session> byLongToken(Link link, Session session, String si) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("token", session.longToken());
        parameters.putAll(Login.device(settings.account()));
        parameters.put("si", si);
        return signed(link, session, "user.tokenLogin", parameters)
                .thenApply(answer -> session.merge(answer.payload()))
                .thenCompose(renewed -> renewed.token() == null
                        ? CompletableFuture.completedFuture(renewed)
                        : byToken(link, renewed, si));
    }

    private static CompletableFuture<Answer> signed(Link link, Session session, String operation, Map<String, Object> parameters) {
        return link.call(new Request(operation, parameters), session.signer()::sign);
    }
}
