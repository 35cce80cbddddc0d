package io.github.camelfnos.transport;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class TlsOptionsTest {

    private static final String HEX = "00112233445566778899aabbccddeeff".repeat(2);

    @ParameterizedTest
    @ValueSource(strings = {
            "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
            "00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF",
            "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF",
            " 00112233 44556677 8899aabb ccddeeff 00112233 44556677 8899aabb ccddeeff " })
    void everyWayToWriteAFingerprintIsTheSame(String written) {
        assertEquals(HEX, new TlsOptions(null, written, false, true).fingerprint());
        assertEquals(new TlsOptions(null, HEX, false, true), new TlsOptions(null, written, false, true));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "0011", "00112233445566778899aabbccddeeff00112233445566778899aabbccddeefg",
            "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00" })
    void aFingerprintThatIsNoSha256IsRefused(String written) {
        assertEquals("certificateFingerprint must be a SHA-256: 64 hex digits, with or without colons or spaces",
                assertThrows(IllegalArgumentException.class, () -> new TlsOptions(null, written, false, true)).getMessage());
    }

    @ParameterizedTest
    @CsvSource({ "true, true, false", "true, false, true", "false, true, true", "true, true, true" })
    void moreThanOneKindOfTrustIsRefused(boolean context, boolean fingerprint, boolean trustAll) throws Exception {
        SSLContext own = context ? SSLContext.getDefault() : null;
        assertEquals("only one of sslContextParameters, certificateFingerprint and trustAllCertificates can be set",
                assertThrows(IllegalArgumentException.class,
                        () -> new TlsOptions(own, fingerprint ? HEX : null, trustAll, true)).getMessage());
    }

    @Test
    void contextsAreTheSameOnlyIfTheyAreOneObject() throws Exception {
        SSLContext one = SSLContext.getInstance("TLS");
        SSLContext two = SSLContext.getInstance("TLS");
        assertEquals(new TlsOptions(one, null, false, true), new TlsOptions(one, null, false, true));
        assertNotEquals(new TlsOptions(one, null, false, true), new TlsOptions(two, null, false, true));
    }

    @Test
    void itSaysShortlyWhatItIs() throws Exception {
        assertEquals("TLS[the JVM's trust store]", new TlsOptions(null, null, false, true).toString());
        assertEquals("TLS[own context]", new TlsOptions(SSLContext.getDefault(), null, false, true).toString());
        assertEquals("TLS[any certificate, any host name]", new TlsOptions(null, null, true, false).toString());
        assertEquals("TLS[fingerprint " + HEX + "]", new TlsOptions(null, HEX, false, true).toString());
    }

    @ParameterizedTest
    @CsvSource({ "wss, false", "ws, true", "http, false", "https, true" })
    void aSocketWhoseUriAndOptionsDisagreeOnTlsIsRefused(String scheme, boolean tls) {
        URI uri = URI.create(scheme + "://127.0.0.1:1/websocket");
        FrameSocketOptions options = new FrameSocketOptions(Duration.ofSeconds(1), 1024, Map.of(),
                tls ? new TlsOptions(null, null, false, true) : null);
        assertThrows(IllegalArgumentException.class, () -> new JavaWebSocketFrameSocket(uri, options, null));
    }
}
