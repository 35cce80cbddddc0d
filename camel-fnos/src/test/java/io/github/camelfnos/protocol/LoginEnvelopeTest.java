package io.github.camelfnos.protocol;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import javax.crypto.Cipher;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The keys were made by {@code openssl genpkey} for this test alone, the ciphertexts by {@code openssl enc -aes-256-cbc}
 * under {@link #AES_KEY} and {@link #IV}.
 */
@Tag("smoke")
class LoginEnvelopeTest {

    private static final String AES_KEY = "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f";
    private static final String IV = "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf";

    private static final String INNER = """
            {"reqid":"6915841c00000000000000000002","user":"用户","password":"p&%+#","deviceType":"Browser",\
            "deviceName":"camel-fnos","did":"d1","stay":true,"req":"user.login","si":"72057654167470148"}""";

    private static final String INNER_ENCRYPTED
            = "RsBAeZ28rBn49yhuXus4vz7F1KbCnx8Cv6GCoh/IEjNmlO2s/cACL9MDGFanAcQojr5kNMfbhZI64R/RlMdEszuHCdrNkcVir42I/3IyQvOM"
              + "E7iLW42K2w5l4IRYpVrUMoMeqUOS4+V5df9QYNQu9mWlvlSDfs0zgk+pU3ekKJgu96FfsqCjJ+ueAmkmc9N28e9sL8ejv6r+vdmHdy9U9J19"
              + "YBe5ll7hunhpSY9VwH/kXg7/ov4OiGsx7SrjH9iJ";

    private static final String PUBLIC_KEY = """
            -----BEGIN PUBLIC KEY-----
            MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAx0GaZi5xzb+ABDCc1LI/
            0WxV54Mmlnzo+H8NBlQuiWn05akXRFUenzmo0HXB6AcJsymurq6zjOM36UTOFU8N
            XF8plDeBpqCJu7wDEOorm9Ysmi39Bhunk5/1NNnaYbFhQT3IzAqf8RuDd0Q+DAUu
            yjOudDWw2evnFF7r0lqTcytc1Ap+ASHw598KXCC3a+Yu/MkKmqba8Bd8nrC1lw/0
            aR5IrcYxjrA4WgmT6/5kQeDEIIiUJTUyD2bxHrXnN/AZOU7zshBdzz+zTuKJswkA
            ceWG6Wf+Ffm1Zc5fcyK6/fdUQ9Klow47MII0GaB64ibJmyv8swOiTkWRgkoGkXhu
            iQIDAQAB
            -----END PUBLIC KEY-----
            """;

    private static final String PRIVATE_KEY = """
            -----BEGIN PRIVATE KEY-----
            MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQDHQZpmLnHNv4AE
            MJzUsj/RbFXngyaWfOj4fw0GVC6JafTlqRdEVR6fOajQdcHoBwmzKa6urrOM4zfp
            RM4VTw1cXymUN4GmoIm7vAMQ6iub1iyaLf0GG6eTn/U02dphsWFBPcjMCp/xG4N3
            RD4MBS7KM650NbDZ6+cUXuvSWpNzK1zUCn4BIfDn3wpcILdr5i78yQqaptrwF3ye
            sLWXD/RpHkitxjGOsDhaCZPr/mRB4MQgiJQlNTIPZvEetec38Bk5TvOyEF3PP7NO
            4omzCQBx5YbpZ/4V+bVlzl9zIrr991RD0qWjDjswgjQZoHriJsmbK/yzA6JORZGC
            SgaReG6JAgMBAAECggEACt+DVaacqrHTwkbF1Bx6+4paILVJLoaX7vF97DW9SV3Z
            EYw52w57CozKr79xSqBRsO9qGxmo7hv7EdVhmouTCtKdkfs6bbWOdopir3Jb2Vfl
            XK98QnBRY26j4pOtxU145WbB9ZJx2mYaNTCp4x2ISVvrHefNJAMpu7SXUUYEjFD9
            ivotc1sgC1dYS2ueS6HWTYeQpONVMwDNxwSBlT6AqWubye3/Xmge5eutG+OQZxdL
            eLBtq1wsWlHU3qCst7pRGwD+OwgjsM+qKhp7kWLDyEQxMTAVrlJslnCOUuim1c/s
            0AXA2zkaqwcrfPlB/Gbt8iR8rhgSE674nImH644GNQKBgQDmlg+VwK4JrmLO0a05
            5Eu300mTKvL2NRw83TGnEJzlYN5ts6QTivlvAKAiph2UIoXMRdGmaofWaLP/Tljr
            P9Zn5SFBs6Wz1TtGsbXQVWi7DmsMz+n7Pbhf/1Dsi6+PAQOTBy8l+9ZHdLg6dPQW
            fK4fLES+o/LHCmoGO0SAz8afxQKBgQDdN5NUzjfaF2bRxnriP1kvpFgsOTYmq6Bo
            VqfetR2c4VMUFHktUoKZK7NZpVJ8ADz8+UUacrqxbSsnwUGGdEJdLXHhKlw5V/+q
            bMYY2XWYZ7i4vl1cUA9yS0KbOdgWP0qTlp0+aBpOdLx2cEZRM1nlUsIIIgR6bi2F
            jNdIXiTb9QKBgA8DWDJs4Cf7Na23kyrAxXlLhW/SjQ0guhzwXeo9t6lrnC/SUW2A
            T+s9RC/dVvGtKb76EMNgDkYUfRuzUzDF8ETFc1vewXwq9vgMXAUben0rXCbyZo6Y
            HygI7JDqK10JON1ay2QSuIngfJo5wSaxqXiYHkW3UPhKokqTk0s7u/ftAoGBAMWw
            r7pe26zLsvgO3qwnnoUj4iQLMKhYQe5cWoJ86qzS9FKChVQKY2mMkyeuxUrJT7dm
            7+lV1B9RBvrtCqikZtYsEZP+LhKU4Ial1FZKp3t+XabDgF1JsrQaK7jadZBUGUpR
            k848bB3m1rElXsGcGV8FmR55f/UFVyr9FTq330qtAoGBALVA1Ls0XYbbIx8gmwEI
            PYnufoIs6kqSkov23rYcUo5M7yHHB2Ars3oICdVuvKSm8WsPBebap+M7ydjvVJxR
            OUAoK1hVrBvN1tnLYMfxKJBCmkusd20qJ0DIodG6sEjpp/rPDCdgHT0P848jL8jE
            UW1AvogYiOld3i+wFgxD7eq5
            -----END PRIVATE KEY-----
            """;

    @Test
    void theEnvelopeHasTheFieldsOfAnEncryptedRequestAndNoOther() throws Exception {
        Map<String, String> envelope = fields(fixedEnvelope().seal(INNER.getBytes(UTF_8)));

        assertEquals(Set.of("req", "iv", "rsa", "aes"), envelope.keySet());
        assertEquals("encrypted", envelope.get("req"));
    }

    @Test
    void theEnvelopeIsUnsigned() {
        String sealed = new String(fixedEnvelope().seal(INNER.getBytes(UTF_8)), UTF_8);

        assertTrue(sealed.startsWith("{"), sealed);
    }

    @Test
    void theNasFindsTheAesKeyInRsa() throws Exception {
        Map<String, String> envelope = fields(fixedEnvelope().seal(INNER.getBytes(UTF_8)));

        Cipher rsa = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        rsa.init(Cipher.DECRYPT_MODE, privateKey());
        byte[] key = rsa.doFinal(Base64.getDecoder().decode(envelope.get("rsa")));
        assertEquals(AES_KEY, HexFormat.of().formatHex(key));
    }

    @Test
    void theInnerRequestIsEncryptedAsOpensslDoesIt() throws Exception {
        Map<String, String> envelope = fields(fixedEnvelope().seal(INNER.getBytes(UTF_8)));

        assertEquals("oKGio6SlpqeoqaqrrK2urw==", envelope.get("iv"));
        assertEquals(INNER_ENCRYPTED, envelope.get("aes"));
    }

    @Test
    void everyEnvelopeHasAKeyAndAnIvOfItsOwn() throws Exception {
        SecureRandom random = new SecureRandom();

        Map<String, String> one = fields(new LoginEnvelope(PUBLIC_KEY, random).seal(INNER.getBytes(UTF_8)));
        Map<String, String> other = fields(new LoginEnvelope(PUBLIC_KEY, random).seal(INNER.getBytes(UTF_8)));

        assertNotEquals(one.get("iv"), other.get("iv"));
        assertNotEquals(one.get("aes"), other.get("aes"));
    }

    @ParameterizedTest
    @CsvSource({
            "B8EfsGpqBWWnfvdMBPSdT/zDXC/TSlm4PCa9gCQ4cns=, 000102030405060708090a0b0c0d0e0f",
            "B8EfsGpqBWWnfvdMBPSdT7b1duchs31U3X9e2U3nA6Q=, 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e" })
    void theSecretOfTheAnswerOpensToTheRawSigningKey(String secret, String signingKey) {
        assertEquals(signingKey, HexFormat.of().formatHex(fixedEnvelope().openSecret(secret)));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "rMCHGtZxz9HgA5A4+OUYLOtvBIOKAdK/BXS+h+Iuc44=", // of another AES key
            "B8EfsGpqBWWnfvdMBPSdT/zDXC/TSlm4PCa9gCQ4", // cut
            "hunter2 is not base64" })
    void aSecretThatDoesNotOpenIsRefusedWithoutBeingShown(String secret) {
        LoginEnvelope envelope = fixedEnvelope();

        IllegalArgumentException refused
                = assertThrows(IllegalArgumentException.class, () -> envelope.openSecret(secret));

        assertTrue(refused.getMessage().contains("secret"), refused.getMessage());
        assertFalse(stackTrace(refused).contains(secret));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "",
            "not a key at all",
            "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\n-----END PUBLIC KEY-----\n", // cut
            """
            -----BEGIN PUBLIC KEY-----
            MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEN5S+tba0wBoXo+mhVkMKq56eSTaC
            4Q7gBK6HHQXYao2Y+7t5d2MGQyR4P+omENAKvIx5eaLNRgoJOzCUjnw7FA==
            -----END PUBLIC KEY-----
            """ }) // an elliptic curve's
    void aPemTextWithoutAnRsaKeyIsRefusedInASentence(String pem) {
        SecureRandom random = new SecureRandom();

        IllegalArgumentException refused
                = assertThrows(IllegalArgumentException.class, () -> new LoginEnvelope(pem, random));

        assertTrue(refused.getMessage().contains("no usable RSA public key"), refused.getMessage());
    }

    private static LoginEnvelope fixedEnvelope() {
        return new LoginEnvelope(PUBLIC_KEY, new FixedRandom());
    }

    private static Map<String, String> fields(byte[] json) throws IOException {
        return new ObjectMapper().readValue(json, new TypeReference<>() {
        });
    }

    private static PrivateKey privateKey() throws GeneralSecurityException {
        String base64 = PRIVATE_KEY.replaceAll("-----[A-Z ]+-----|\\s", "");
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** Gives the fixed key where 32 bytes are asked for and the fixed IV where 16 are. */
    private static final class FixedRandom extends SecureRandom {

        @Override
        public void nextBytes(byte[] bytes) {
            byte[] fixed = HexFormat.of().parseHex(bytes.length == 32 ? AES_KEY : IV);
            assertEquals(fixed.length, bytes.length);
            System.arraycopy(fixed, 0, bytes, 0, fixed.length);
        }
    }
}
