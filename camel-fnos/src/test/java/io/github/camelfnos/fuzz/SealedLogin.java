package io.github.camelfnos.fuzz;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.spec.RSAPrivateKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;

import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The NAS's side of a login's cryptography, with one key for all times. */
final class SealedLogin {

    /** Encoded, with the line ends of a PEM file as JSON writes them. */
    static final String PEM;

    private static final BigInteger MODULUS = new BigInteger(
            "a24d17410bcb96cc0abcba7b336f1f5974c00f2238e39ccd272870c9ec6ee8330d89c018491b76a33ed62909736ff8ef"
            + "2f72f09de389caff77697a82b7a0ce231349eca5a19d7c3bd9e7353fb4fe191c91fd88655591f3bc939fd9c42b7623d4"
            + "32f46e82b2b42f477dafb06cdd58ac33666a0552c178f59100094342f960b2eb",
            16);
    private static final BigInteger PRIVATE_EXPONENT = new BigInteger(
            "12e853375c85ea653932550689993e4d8ac333202400d436b6d89dbc7b02f7f70bf28a6d3f306808f586e27f50dcf063"
            + "00f942c71f5d0bf2934e8cf0a72ecb1a17ef30ae5d25f3c2d7362210ec98aaa2c0d6da8148b0dfb3d95a12da1f6c223a"
            + "a83f93ebe74232b478df9dc506a6fecc4f34c3f582ac8ad6668910edf61c08c1",
            16);
    private static final BigInteger PUBLIC_EXPONENT = BigInteger.valueOf(65_537);
    private static final String RSA = "RSA/ECB/PKCS1Padding";
    private static final String AES = "AES/CBC/PKCS5Padding";
    private static final Key PRIVATE_KEY;

    static {
        try {
            KeyFactory keys = KeyFactory.getInstance("RSA");
            PRIVATE_KEY = keys.generatePrivate(new RSAPrivateKeySpec(MODULUS, PRIVATE_EXPONENT));
            Key publicKey = keys.generatePublic(new RSAPublicKeySpec(MODULUS, PUBLIC_EXPONENT));
            String base64 = Base64.getEncoder().encodeToString(publicKey.getEncoded());
            PEM = "-----BEGIN PUBLIC KEY-----\\n" + base64.replaceAll("(.{64})", "$1\\\\n") + "\\n-----END PUBLIC KEY-----\\n";
        } catch (GeneralSecurityException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final SecretKeySpec key;
    private final IvParameterSpec iv;
    private final String inner;

    private SealedLogin(SecretKeySpec key, IvParameterSpec iv, String inner) {
        this.key = key;
        this.iv = iv;
        this.inner = inner;
    }

    /** Opens an envelope; null for one that was sealed with another key. */
    static SealedLogin open(Map<String, Object> envelope) {
        try {
            Cipher rsa = Cipher.getInstance(RSA);
            rsa.init(Cipher.DECRYPT_MODE, PRIVATE_KEY);
            SecretKeySpec key = new SecretKeySpec(rsa.doFinal(decoded(envelope.get("rsa"))), "AES");
            IvParameterSpec iv = new IvParameterSpec(decoded(envelope.get("iv")));
            Cipher aes = Cipher.getInstance(AES);
            aes.init(Cipher.DECRYPT_MODE, key, iv);
            return new SealedLogin(key, iv, new String(aes.doFinal(decoded(envelope.get("aes"))), StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    String inner() {
        return inner;
    }

    /** The secret that stands for this key. */
    String secret(byte[] sessionKey) {
        try {
            return Base64.getEncoder().encodeToString(aes(Cipher.ENCRYPT_MODE, sessionKey));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key that a secret stands for; null if it stands for none. */
    byte[] key(Object secret) {
        try {
            byte[] opened = aes(Cipher.DECRYPT_MODE, decoded(secret));
            return opened.length == 0 ? null : opened;
        } catch (GeneralSecurityException | RuntimeException e) {
            return null;
        }
    }

    private byte[] aes(int mode, byte[] bytes) throws GeneralSecurityException {
        Cipher aes = Cipher.getInstance(AES);
        aes.init(mode, key, iv);
        return aes.doFinal(bytes);
    }

    /** Whether a text is a key by which a login can be sealed. */
    static boolean isKey(Object pem) {
        try {
            String base64 = ((String) pem).replaceAll("-----[A-Z ]+-----|\\s", "");
            Cipher rsa = Cipher.getInstance(RSA);
            rsa.init(Cipher.ENCRYPT_MODE, KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(decoded(base64))));
            return rsa.doFinal(new byte[32]).length > 0;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }

    private static byte[] decoded(Object base64) {
        return Base64.getDecoder().decode((String) base64);
    }
}
