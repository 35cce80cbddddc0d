package io.github.camelfnos.client;

import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;

import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.LoginEnvelope;
import io.github.camelfnos.protocol.Request;

/**
 * The login on a fresh socket (protocol, section 3): fetch the socket's RSA key and {@code si}, send user and password
 * in an envelope, open the {@code secret} of the answer.
 */
final class Login {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final ConnectionSettings settings;

    Login(ConnectionSettings settings) {
        this.settings = settings;
    }

    /**
     * @return the session, or a {@link FnosFailure} that says why there is none; an anonymous account has its session at
     *         once
     */
    CompletableFuture<Session> perform(Link link) {
        if (settings.account().anonymous()) {
            return CompletableFuture.completedFuture(Session.anonymous());
        }
        return link.call(new Request("util.crypto.getRSAPub", Map.of()), UnaryOperator.identity())
                .thenCompose(key -> logIn(link, key))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(refusal(failure)));
    }

    private CompletableFuture<Session> logIn(Link link, Answer key) {
        LoginEnvelope envelope = new LoginEnvelope(text(key, "pub"), RANDOM);
        Account account = settings.account();
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("user", account.username());
        parameters.put("password", account.password());
        parameters.put("deviceType", "Browser");
        parameters.put("deviceName", account.deviceName());
        parameters.put("did", account.deviceId());
        parameters.put("stay", account.stayLoggedIn());
        parameters.put("si", text(key, "si"));
        return link.call(new Request(account.loginOperation(), parameters), envelope::seal)
                .thenApply(answer -> {
                    text(answer, "token");
                    return Session.of(envelope.openSecret(text(answer, "secret")), answer.payload());
                });
    }

    private FnosFailure refusal(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof FnosFailure failed) {
            return failed.kind() == FnosFailure.Kind.ERRNO
                    ? FnosFailure.loginRefused(settings.address(), settings.account(), failed)
                    : failed;
        }
        return FnosFailure.connection("The login at " + settings.address() + " failed: " + cause.getMessage(),
                settings.account().loginOperation(), null, true);
    }

    private static String text(Answer answer, String field) {
        if (answer.payload().get(field) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw new IllegalArgumentException("an answer of the NAS lacks the field '" + field + "'");
    }
}
