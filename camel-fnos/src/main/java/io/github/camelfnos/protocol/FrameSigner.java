package io.github.camelfnos.protocol;

import java.security.GeneralSecurityException;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs frames with the key of a session: a signed frame is the base64 HMAC-SHA256 of the JSON text (44 characters),
 * followed by that very text. Safe for concurrent use.
 */
public final class FrameSigner {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int SIGNATURE_LENGTH = 44;

    private final Mac keyed;

    /**
     * @param  key                      the raw bytes that the login's {@code secret} decrypts to, of any length but zero
     * @throws IllegalArgumentException if the key is empty
     */
    public FrameSigner(byte[] key) {
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no " + ALGORITHM, e);
        }
    }

    /**
     * @param  json the exact UTF-8 bytes that will be sent
     * @return      signature and text, ready to be sent
     */
    public byte[] sign(byte[] json) {
        byte[] signature;
        // A Mac serves one at a time. To wait is cheaper than to copy it: a signature takes a microsecond, and the requests of a connection
        // come one after the other anyway.
        synchronized (keyed) {
            signature = keyed.doFinal(json);
        }
        byte[] frame = new byte[SIGNATURE_LENGTH + json.length];
        Base64.getEncoder().encode(signature, frame);
        System.arraycopy(json, 0, frame, SIGNATURE_LENGTH, json.length);
        return frame;
    }
}
