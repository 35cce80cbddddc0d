package io.github.camelfnos.client;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.LoginEnvelope;
import io.github.camelfnos.protocol.Request;

/**
 * The login by password on a fresh socket (protocol, section 3): fetch the socket's RSA key and {@code si}, send user and
 * password in an envelope, open the {@code secret} of the answer.
 */
final class Login {

    private static final SecureRandom RANDOM = new SecureRandom();
    /** A NAS may be slow to refuse a password, and one whose refusal is missed would be sent again. */
    private static final int PATIENCE = 3;

    private final ConnectionSettings settings;
    private final Supplier<FnosFailure> refusal;

    /** @param refusal asked right before the password is sent: why it must not be sent after all, or null */
    Login(ConnectionSettings settings, Supplier<FnosFailure> refusal) {
        this.settings = settings;
        this.refusal = refusal;
    }

    /**
     * @return the session; or a {@link FnosFailure} that is a {@linkplain FnosFailure#loginRefused refusal} where the NAS
     *         refused the password, and any other failure where it could not be asked
     */
    CompletableFuture<Session> perform(Link link) {
        return link.call(new Request("util.crypto.getRSAPub", Map.of()), UnaryOperator.identity())
                .thenCompose(key -> logIn(link, key));
    }

    private CompletableFuture<Session> logIn(Link link, Answer key) {
        FnosFailure refused = refusal.get();
        if (refused != null) {
            return CompletableFuture.failedFuture(refused);
        }
        LoginEnvelope envelope = new LoginEnvelope(text(key, "pub"), RANDOM);
        Account account = settings.account();
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("user", account.username());
        parameters.put("password", account.credentials().password());
        parameters.putAll(device(account));
        parameters.put("stay", account.stayLoggedIn());
        parameters.put("si", text(key, "si"));
        Duration patience = settings.timing().connectTimeout().multipliedBy(PATIENCE);
        return link.call(new Request(account.loginOperation(), parameters), envelope::seal, patience)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(refusal(failure)))
                .thenCompose(answer -> session(envelope, answer));
    }

    /** What of a device goes with every login. */
    static Map<String, Object> device(Account account) {
        Map<String, Object> device = new LinkedHashMap<>();
        device.put("deviceType", "Browser");
        device.put("deviceName", account.deviceName());
        device.put("did", account.deviceId());
        return device;
    }

    /**
     * A field that an answer must have.
     *
     * @throws IllegalArgumentException if it is no text, or empty
     */
    static String text(Answer answer, String field) {
        if (answer.payload().get(field) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw new IllegalArgumentException("an answer of the NAS lacks the field '" + field + "'");
    }

    /** What is no session is final: the NAS took the password, and would answer the same again. */
    private CompletableFuture<Session> session(LoginEnvelope envelope, Answer answer) {
        FnosFailure problem;
        try {
            if (asksForSecondFactor(answer)) {
                problem = FnosFailure.secondFactor(settings.address(), settings.account(), answer);
            } else {
                text(answer, "token");
                return CompletableFuture.completedFuture(Session.of(envelope.openSecret(text(answer, "secret")), answer.payload()));
            }
        } catch (IllegalArgumentException e) {
            problem = FnosFailure.unusableLogin(settings.address(), settings.account(), answer, e.getMessage());
        }
        return CompletableFuture.failedFuture(problem);
    }

    /** Whatever its result says; the fields decide (protocol, section 3). */
    private static boolean asksForSecondFactor(Answer answer) {
        return answer.payload().get("token") == null && answer.payload().get("accessToken") != null;
    }

    private Throwable refusal(Throwable failure) {
        if (!(FnosFailure.causeOf(failure) instanceof FnosFailure failed) || failed.kind() != FnosFailure.Kind.ERRNO) {
            return failure;
        }
        return asksForSecondFactor(failed.answer())
                ? FnosFailure.secondFactor(settings.address(), settings.account(), failed.answer())
                : FnosFailure.loginRefused(settings.address(), settings.account(), failed);
    }
}
