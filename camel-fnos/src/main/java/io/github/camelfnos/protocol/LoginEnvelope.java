package io.github.camelfnos.protocol;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The {@code encrypted} request in which a login travels, and the key to the {@code secret} of its answer.
 *
 * <p>
 * The inner request is encrypted with AES-256-CBC (PKCS#7) under a fresh key and IV; the key is encrypted with the RSA
 * key of the socket (PKCS#1 v1.5). The {@code secret} of the answer is encrypted under the same AES key and IV, so one
 * envelope serves one login. Not safe for concurrent use.
 */
public final class LoginEnvelope {

    private static final String AES = "AES/CBC/PKCS5Padding";
    private static final int AES_KEY_LENGTH = 32;
    private static final int IV_LENGTH = 16;

    private final PublicKey publicKey;
    private final byte[] aesKey = new byte[AES_KEY_LENGTH];
    private final byte[] iv = new byte[IV_LENGTH];

    /**
     * @param  publicKeyPem             the PEM text that {@code util.crypto.getRSAPub} answered on this socket
     * @param  random                   gives the AES key and the IV
     * @throws IllegalArgumentException if the PEM text holds no RSA public key
     */
    public LoginEnvelope(String publicKeyPem, SecureRandom random) {
        publicKey = publicKey(publicKeyPem);
        random.nextBytes(aesKey);
        random.nextBytes(iv);
    }

    /**
     * Seals a request.
     *
     * @param  inner the UTF-8 JSON text of the inner request, its {@code req} and {@code reqid} included
     * @return       the UTF-8 JSON text to send, unsigned
     */
    public byte[] seal(byte[] inner) {
        try {
            Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            rsa.init(Cipher.ENCRYPT_MODE, publicKey);
            Base64.Encoder base64 = Base64.getEncoder();
            Map<String, Object> envelope = new LinkedHashMap<>();
            envelope.put("req", "encrypted");
            envelope.put("iv", base64.encodeToString(iv));
            envelope.put("rsa", base64.encodeToString(rsa.doFinal(aesKey)));
            envelope.put("aes", base64.encodeToString(aes(Cipher.ENCRYPT_MODE).doFinal(inner)));
            return Json.write(envelope);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot encrypt the login", e);
        }
    }

    /**
     * Opens the {@code secret} of the answer to the sealed login.
     *
     * @return                          the raw key that signs this session's requests
     * @throws IllegalArgumentException if it is not base64, or was not encrypted with this envelope's key
     */
    public byte[] openSecret(String secret) {
        try {
            return aes(Cipher.DECRYPT_MODE).doFinal(Base64.getDecoder().decode(secret));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // The cause is left out: it may quote the secret.
            throw new IllegalArgumentException("the login's answer carries a secret that this login's key does not open");
        }
    }

    private Cipher aes(int mode) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(AES);
        cipher.init(mode, new SecretKeySpec(aesKey, "AES"), new IvParameterSpec(iv));
        return cipher;
    }

    private static PublicKey publicKey(String pem) {
        try {
            String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
            return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("the NAS sent no usable RSA public key for the login", e);
        }
    }
}
