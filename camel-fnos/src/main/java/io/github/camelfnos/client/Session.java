package io.github.camelfnos.client;

import java.util.Base64;
import java.util.Map;

import io.github.camelfnos.protocol.FrameSigner;

/**
 * What a login gave: the key that signs requests, the tokens by which another socket takes the session up (protocol,
 * section 4), and the {@code backId} that request ids carry. Immutable.
 */
final class Session {

    private final FrameSigner signer;
    private final String token;
    private final String longToken;
    private final String backId;

    private Session(FrameSigner signer, String token, String longToken, String backId) {
        this.signer = signer;
        this.token = token;
        this.longToken = longToken;
        this.backId = backId;
    }

    /**
     * @param key     the decrypted {@code secret}
     * @param payload the login's answer
     */
    static Session of(byte[] key, Map<String, Object> payload) {
        return new Session(new FrameSigner(key), null, null, null).merge(payload);
    }

    /** The session of a socket that does not log in: nothing is signed. */
    static Session anonymous() {
        return new Session(null, null, null, null);
    }

    /** A session that an earlier login gave. */
    static Session of(Credentials credentials) {
        return new Session(new FrameSigner(Base64.getDecoder().decode(credentials.sessionSecret())), credentials.token(),
                credentials.longToken(), null);
    }

    /** This session with what an answer brought; what is absent there stays as it was. */
    Session merge(Map<String, Object> payload) {
        return new Session(signer, text(payload, "token", token), text(payload, "longToken", longToken),
                text(payload, "backId", backId));
    }

    /** This session after the NAS refused its token. */
    Session withoutToken() {
        return new Session(signer, null, longToken, backId);
    }

    /** Signs this session's requests; null for an anonymous one. */
    FrameSigner signer() {
        return signer;
    }

    /** The short token, or null. */
    String token() {
        return token;
    }

    /** The long token, which outlives a reboot of the NAS, or null. */
    String longToken() {
        return longToken;
    }

    /** The session's {@code backId}, or null. */
    String backId() {
        return backId;
    }

    private static String text(Map<String, Object> payload, String field, String otherwise) {
        return payload.get(field) instanceof String text && !text.isEmpty() ? text : otherwise;
    }
}
