package io.github.camelfnos.simulator;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The sessions that the NAS remembers, by their tokens. A login takes several steps and a fault must not fall in
 * between: both hold this object's monitor.
 */
final class Sessions {

    private static final int SHORTEST_KEY = 16;
    private static final int LONGEST_KEY = 31;
    private static final int TOKEN_BYTES = 24;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> byToken = new ConcurrentHashMap<>();
    private final Map<String, Session> byLongToken = new ConcurrentHashMap<>();
    private final AtomicInteger logouts = new AtomicInteger();
    private final AtomicInteger backIds = new AtomicInteger();

    Session open(Account account, String deviceId) {
        byte[] key = new byte[SHORTEST_KEY + random.nextInt(LONGEST_KEY - SHORTEST_KEY + 1)];
        random.nextBytes(key);
        return new Session(account, deviceId, key);
    }

    /** A further token of the session; those it has stay good, as other sockets may still use them. */
    String newToken(Session session) {
        String token = randomText();
        byToken.put(token, session);
        return token;
    }

    String newLongToken(Session session) {
        String token = randomText();
        byLongToken.put(token, session);
        return token;
    }

    /** 8 hex digits of the time and 8 of a counter; clients build their request ids on it. */
    String newBackId() {
        return String.format("%08x%08x", (int) (System.currentTimeMillis() / 1000), backIds.incrementAndGet());
    }

    Session byToken(String token) throws RefusedException {
        return known(byToken, token);
    }

    Session byLongToken(String token) throws RefusedException {
        return known(byLongToken, token);
    }

    private static Session known(Map<String, Session> sessions, String token) throws RefusedException {
        Session session = sessions.get(token);
        if (session == null) {
            throw new RefusedException(Errno.INVALID_TOKEN);
        }
        return session;
    }

    boolean anyVerifies(String signature, String text) {
        return byToken.values().stream().anyMatch(session -> session.verifies(signature, text))
                || byLongToken.values().stream().anyMatch(session -> session.verifies(signature, text));
    }

    /** Ends the session on every socket and forgets its tokens. */
    void end(Session session) {
        session.end();
        byToken.values().removeIf(remembered -> remembered == session);
        byLongToken.values().removeIf(remembered -> remembered == session);
    }

    /** Ends the session because its user asked for it. */
    void logOut(Session session) {
        end(session);
        logouts.incrementAndGet();
    }

    int logouts() {
        return logouts.get();
    }

    /** Forgets the short tokens; the sessions go on for those who have a long one. */
    void forgetTokens() {
        byToken.clear();
    }

    void forgetLongTokens() {
        byLongToken.clear();
    }

    /** What a login gets instead of a token while its second factor is missing; it opens nothing. */
    String newAccessToken() {
        return randomText();
    }

    private String randomText() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
