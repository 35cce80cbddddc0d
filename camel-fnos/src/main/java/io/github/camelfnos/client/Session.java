package io.github.camelfnos.client;

import java.util.Map;

import io.github.camelfnos.protocol.FrameSigner;

/**
 * What a login gave: the key that signs requests, and the {@code backId} that request ids carry. Immutable.
 */
final class Session {

    private final FrameSigner signer;
    private final String backId;

    private Session(FrameSigner signer, String backId) {
        this.signer = signer;
        this.backId = backId;
    }

    /**
     * @param key     the decrypted {@code secret}
     * @param payload the login's answer
     */
    static Session of(byte[] key, Map<String, Object> payload) {
        return new Session(new FrameSigner(key), payload.get("backId") instanceof String id ? id : null);
    }

    /** The session of a socket that does not log in: nothing is signed. */
    static Session anonymous() {
        return new Session(null, null);
    }

    /** Signs this session's requests; null for an anonymous one. */
    FrameSigner signer() {
        return signer;
    }

    /** The session's {@code backId}, or null. */
    String backId() {
        return backId;
    }
}
