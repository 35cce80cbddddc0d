package io.github.camelfnos.transport;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Which certificate is accepted for which host, under every combination of the TLS options. */
class TlsTrustTest {

    private enum Trust { JVM, CONTEXT, FINGERPRINT, ALL }

    private static final Map<String, String> PROPERTIES = new TreeMap<>();

    @TempDir
    private static Path directory;
    private static Certificates certificates;
    private static SSLContext trustsNas;
    private static RawPeer nas;
    private static RawPeer other;
    private static RawPeer expired;

    /** All are for localhost and none for 127.0.0.1; the JVM trusts {@code nas}, and {@code ca} that has issued the expired one. */
    @BeforeAll
    static void startServers() throws Exception {
        certificates = new Certificates(directory).make("nas", "-ext", "san=dns:localhost")
                .make("other", "-ext", "san=dns:localhost").make("ca", "-ext", "bc:c")
                .make("expired", "-ext", "san=dns:localhost", "-signer", "ca", "-startdate", "-10d", "-validity", "5");
        trustsNas = certificates.trusting("nas");
        setProperty("javax.net.ssl.trustStore", certificates.trustStore("nas", "ca").toString());
        setProperty("javax.net.ssl.trustStorePassword", Certificates.PASSWORD);
        nas = RawPeer.tls(certificates.showing("nas"), RawWebSocket::accept);
        other = RawPeer.tls(certificates.showing("other"), RawWebSocket::accept);
        expired = RawPeer.tls(certificates.showing("expired"), RawWebSocket::accept);
    }

    @AfterAll
    static void stopServers() throws Exception {
        PROPERTIES.forEach((name, value) -> {
            if (value.isEmpty()) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
        for (RawPeer peer : new RawPeer[] { nas, other, expired }) {
            peer.close();
        }
    }

    private static void setProperty(String name, String value) {
        PROPERTIES.put(name, System.getProperty(name, ""));
        System.setProperty(name, value);
    }

    private static Stream<Arguments> combinations() {
        return Stream.of(Trust.values()).flatMap(trust -> Stream.of(true, false).flatMap(
                hostnameVerification -> Stream.of("localhost", "127.0.0.1").flatMap(
                        host -> Stream.of("nas", "other").map(shown -> Arguments.of(trust, hostnameVerification, host, shown)))));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void trustAndHostNameAreTwoDecisions(Trust trust, boolean hostnameVerification, String host, String shown) throws Exception {
        String outcome = outcome(host, shown.equals("nas") ? nas : other, options(trust, hostnameVerification));

        if (trust != Trust.ALL && shown.equals("other")) {
            assertEquals(switch (trust) {
                case JVM -> "the certificate is not trusted (CN=other, SHA-256 fingerprint " + certificates.fingerprint("other")
                            + "); trust it by sslContextParameters, or pin it by certificateFingerprint after comparing it with the NAS's own";
                case CONTEXT -> "the certificate is not trusted (PKIX path building failed:"
                                + " sun.security.provider.certpath.SunCertPathBuilderException:"
                                + " unable to find valid certification path to requested target"
                                + "); trust it by sslContextParameters, or pin it by certificateFingerprint after comparing it with the NAS's own";
                case FINGERPRINT -> "the certificate has the SHA-256 fingerprint " + certificates.fingerprint("other")
                                    + ", not the pinned " + certificates.fingerprint("nas")
                                    + "; if the NAS has a new certificate, pin that, otherwise somebody may stand between";
                case ALL -> throw new AssertionError();
            }, outcome);
        } else if (hostnameVerification && host.equals("127.0.0.1")) {
            assertTrue(outcome.startsWith("the certificate is not for this host (No subject alternative names"), outcome);
            assertTrue(outcome.endsWith("); hostnameVerification=false switches this check off"), outcome);
        } else {
            assertEquals("open", outcome);
        }
    }

    @Test
    void aCertificateThatHasExpiredIsRefused() {
        String outcome = outcome("localhost", expired, new TlsOptions(null, null, false, true));

        assertTrue(outcome.startsWith("the certificate has expired (NotAfter: "), outcome);
    }

    @Test
    void aPinnedCertificateIsAcceptedThoughItHasExpired() throws Exception {
        assertEquals("open", outcome("localhost", expired,
                new TlsOptions(null, certificates.fingerprint("expired"), false, true)));
    }

    @Test
    void anOwnContextIsNotHelpedByTheTrustOfTheJvm() throws Exception {
        String outcome = outcome("localhost", nas, new TlsOptions(certificates.trusting("other"), null, false, true));

        assertTrue(outcome.startsWith("the certificate is not trusted"), outcome);
    }

    @Test
    void theCertificateOfAnIssuerIsNotPinnedWithIt() throws Exception {
        String outcome = outcome("localhost", expired, new TlsOptions(null, certificates.fingerprint("ca"), false, true));

        assertTrue(outcome.contains("not the pinned " + certificates.fingerprint("ca")), outcome);
    }

    @Test
    void aContextThatHasOpenedASocketWithoutTheHostNameCheckDoesItForTheNext() {
        assertEquals("open", outcome("127.0.0.1", nas, new TlsOptions(trustsNas, null, false, false)));

        String outcome = outcome("127.0.0.1", nas, new TlsOptions(trustsNas, null, false, true));

        assertTrue(outcome.startsWith("the certificate is not for this host"), outcome);
    }

    private static TlsOptions options(Trust trust, boolean hostnameVerification) throws IOException, GeneralSecurityException {
        return switch (trust) {
            case JVM -> new TlsOptions(null, null, false, hostnameVerification);
            case CONTEXT -> new TlsOptions(trustsNas, null, false, hostnameVerification);
            case FINGERPRINT -> new TlsOptions(null, certificates.fingerprint("nas"), false, hostnameVerification);
            case ALL -> new TlsOptions(null, null, true, hostnameVerification);
        };
    }

    private static String outcome(String host, RawPeer server, TlsOptions options) {
        try (Client client = Client.connecting(host, server.port(), options)) {
            return client.outcome();
        }
    }
}
