package io.github.camelfnos.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One request of a login, and what may have come of it.
 *
 * @param operation   what it asked for
 * @param expectation what it was answered, or null if it could not be
 * @param sealed      the login that came in an envelope, or null
 */
record LoginStep(String operation, Expectation expectation, SealedLogin sealed) {

    /** Whether a session may be ready after it. */
    boolean mayMakeASession() {
        return switch (operation) {
            case "user.login" -> goodPayloads().stream().anyMatch(this::isLogin);
            case "user.authToken" -> !goodPayloads().isEmpty();
            // Where a new token came, it is used before the session is ready.
            case "user.tokenLogin" -> goodPayloads().stream().anyMatch(payload -> !isText(payload.get("token")));
            default -> false;
        };
    }

    /** Whether a login may have come to nothing with it. */
    boolean mayFail() {
        if (expectation == null || !expectation.ends(Verdict.FAILURE).isEmpty() || expectation.mayHaveNoEnd()) {
            return true;
        }
        List<Map<String, Object>> payloads = goodPayloads();
        return switch (operation) {
            case "user.login" -> !payloads.stream().allMatch(this::isLogin);
            case "util.crypto.getRSAPub" -> !payloads.stream().allMatch(payload -> SealedLogin.isKey(payload.get("pub"))
                    && isText(payload.get("si")));
            case "util.getSI" -> !payloads.stream().allMatch(payload -> isText(payload.get("si")));
            default -> false;
        };
    }

    /** The keys that a session may have by it. */
    List<byte[]> keys() {
        return goodPayloads().stream().filter(this::isLogin).map(payload -> sealed.key(payload.get("secret"))).toList();
    }

    private boolean isLogin(Map<String, Object> payload) {
        return sealed != null && isText(payload.get("token")) && sealed.key(payload.get("secret")) != null;
    }

    /** What it may have been answered, if it did not fail. */
    private List<Map<String, Object>> goodPayloads() {
        List<Map<String, Object>> payloads = new ArrayList<>();
        if (expectation != null) {
            expectation.ends(Verdict.SUCCESS).forEach(frames -> payloads.add(expectation.payload(frames)));
            if (expectation.mayEndInSilence()) {
                payloads.add(expectation.payload(1));
            }
        }
        return payloads;
    }

    private static boolean isText(Object value) {
        return value instanceof String text && !text.isEmpty();
    }
}
