package io.github.camelfnos.simulator;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Which responder answers which operation: the NAS's own, and those of a test's script in front of them. */
final class Operations {

    static final String ENCRYPTED = "encrypted";
    static final String AUTH_TOKEN = "user.authToken";
    static final String TOKEN_LOGIN = "user.tokenLogin";

    /** What a client may send unsigned and before it has logged in; unknown logins are there for scripts. */
    private static final Set<String> OPEN = Set.of("ping", ENCRYPTED, "util.crypto.getRSAPub", "util.getSI",
            "user.login", "user.loginIntl", "user.2fa.loginVerify",
            "appcgi.sysinfo.getHostName", "appcgi.sysinfo.getHardwareInfo");
    private static final Set<String> RESUMING = Set.of(AUTH_TOKEN, TOKEN_LOGIN);

    private final Map<String, Responder> own = new ConcurrentHashMap<>();
    private final Map<String, Responder> scripted = new ConcurrentHashMap<>();

    void add(String operation, Responder responder) {
        own.put(operation, responder);
    }

    void script(String operation, Responder responder) {
        scripted.put(operation, responder);
    }

    void unscript(String operation) {
        scripted.remove(operation);
    }

    boolean isScripted(String operation) {
        return scripted.containsKey(operation);
    }

    /** The responder, or null for an operation that this NAS does not know. */
    Responder responder(String operation) {
        Responder script = scripted.get(operation);
        return script == null ? own.get(operation) : script;
    }

    /** The NAS's own responder, or null for an operation that it does not know. */
    Responder own(String operation) {
        return own.get(operation);
    }

    static boolean needsSignature(String operation) {
        return !OPEN.contains(operation);
    }

    static boolean needsLogin(String operation) {
        return needsSignature(operation) && !RESUMING.contains(operation);
    }
}
