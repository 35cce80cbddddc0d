package io.github.camelfnos.simulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** An opened {@code encrypted} request: its inner text, and the key and IV that the answer's secret needs. */
final class Envelope {

    private static final String RSA = "RSA/ECB/PKCS1Padding";
    private static final String AES = "AES/CBC/PKCS5Padding";
    private static final int AES_256_BYTES = 32;

    private final SecretKeySpec key;
    private final IvParameterSpec iv;
    private final String text;

    private Envelope(SecretKeySpec key, IvParameterSpec iv, String text) {
        this.key = key;
        this.iv = iv;
        this.text = text;
    }

    /** Opens the envelope, or throws RefusedException (8192) for one that this key does not open. */
    static Envelope open(Map<String, Object> fields, PrivateKey privateKey) throws RefusedException {
        try {
            Cipher rsa = Cipher.getInstance(RSA);
            rsa.init(Cipher.DECRYPT_MODE, privateKey);
            byte[] keyBytes = rsa.doFinal(bytes(fields, "rsa"));
            if (keyBytes.length != AES_256_BYTES) {
                throw new RefusedException(Errno.BAD_PARAMETER);
            }
            SecretKeySpec key = new SecretKeySpec(keyBytes, "AES");
            IvParameterSpec iv = new IvParameterSpec(bytes(fields, "iv"));
            Cipher aes = Cipher.getInstance(AES);
            aes.init(Cipher.DECRYPT_MODE, key, iv);
            String text = new String(aes.doFinal(bytes(fields, "aes")), StandardCharsets.UTF_8);
            return new Envelope(key, iv, text);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new RefusedException(Errno.BAD_PARAMETER);
        }
    }

    private static byte[] bytes(Map<String, Object> fields, String name) throws RefusedException {
        if (fields.get(name) instanceof String text) {
            return Base64.getDecoder().decode(text);
        }
        throw new RefusedException(Errno.BAD_PARAMETER);
    }

    String text() {
        return text;
    }

    /** Base64 of the bytes encrypted under this envelope's own key and IV, as the NAS hands out the secret. */
    String encrypt(byte[] bytes) {
        try {
            Cipher aes = Cipher.getInstance(AES);
            aes.init(Cipher.ENCRYPT_MODE, key, iv);
            return Base64.getEncoder().encodeToString(aes.doFinal(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The key that opened the envelope does not encrypt", e);
        }
    }
}
