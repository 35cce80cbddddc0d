package io.github.camelfnos;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;

import io.github.camelfnos.client.ConnectionState;
import io.github.camelfnos.client.FnosConnection;
import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.SimulatedCertificate;
import io.github.camelfnos.simulator.SimulatorOptions;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The TLS options of a route, each for what it says. */
class FnosTlsTest {

    private static final char[] STORE_PASSWORD = "store-1".toCharArray();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FnosSimulator nas = FnosSimulator.start(SimulatorOptions.defaults().withTls(true));
    private final CamelContext context = new DefaultCamelContext();
    private final FnosConfiguration configuration = context.getComponent("fnos", FnosComponent.class).getConfiguration();

    @TempDir
    private Path folder;

    FnosTlsTest() {
        configuration.setHost(nas.host());
        configuration.setPort(nas.port());
        configuration.setSecure(true);
        configuration.setUsername("admin");
        configuration.setPassword("admin");
        configuration.setReconnectDelay(50);
        configuration.setReconnectMaxDelay(200);
    }

    @AfterEach
    void stop() {
        context.stop();
        nas.close();
        OurThreads.awaitNone();
    }

    private void start(String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(uri);
            }
        });
        context.start();
    }

    private void assertWorks() {
        Exchange exchange = context.createProducerTemplate().request("direct:in", any -> {
        });
        assertNull(exchange.getException());
    }

    private String refusalOf(String uri) {
        Throwable failure = assertThrows(Exception.class, () -> start(uri));
        assertEquals(0, nas.requests().size(), "nothing was said to a NAS that is not trusted");
        return failure.toString();
    }

    private static String fingerprint(X509Certificate certificate) throws Exception {
        return HexFormat.ofDelimiter(":").withUpperCase()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }

    private SSLContextParameters trusting(X509Certificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("nas", certificate);
        Path file = folder.resolve("trust.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, STORE_PASSWORD);
        }
        KeyStoreParameters keyStore = new KeyStoreParameters();
        keyStore.setType("PKCS12");
        keyStore.setResource("file:" + file);
        keyStore.setPassword(new String(STORE_PASSWORD));
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(keyStore);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trust);
        return parameters;
    }

    @Test
    void aSelfSignedCertificateIsRefusedWithItsFingerprintAndAdvice() throws Exception {
        String refusal = refusalOf("fnos:user.info");

        assertTrue(refusal.contains("the certificate is not trusted"), refusal);
        assertTrue(refusal.contains(fingerprint(SimulatedCertificate.LOCALHOST.x509())), refusal);
        assertTrue(refusal.contains("pin it by certificateFingerprint"), refusal);
    }

    @Test
    @Tag("smoke")
    void aTrustStoreInSslContextParametersServes() throws Exception {
        context.getRegistry().bind("tls", trusting(FnosSimulator.certificate()));

        start("fnos:user.info?sslContextParameters=#tls");

        assertWorks();
    }

    @Test
    void endpointsThatNameTheSameSslContextParametersShareAConnection() throws Exception {
        context.getRegistry().bind("tls", trusting(FnosSimulator.certificate()));

        start("fnos:user.info?sslContextParameters=#tls");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:other").to("fnos:user.isAdmin?sslContextParameters=#tls");
            }
        });

        assertEquals(1, nas.connections());
    }

    @Test
    void theContextsOwnSslContextParametersServe() throws Exception {
        context.setSSLContextParameters(trusting(FnosSimulator.certificate()));
        context.getComponent("fnos", FnosComponent.class).setUseGlobalSslContextParameters(true);

        start("fnos:user.info");

        assertWorks();
    }

    @Test
    void globalSslContextParametersThatAreMissingAreNamed() {
        configuration.setUseGlobalSslContextParameters(true);

        String refusal = refusalOf("fnos:user.info");

        assertTrue(refusal.contains("the CamelContext has no SSLContextParameters"), refusal);
    }

    @Test
    void aPinnedCertificateServes() throws Exception {
        configuration.setCertificateFingerprint(fingerprint(FnosSimulator.certificate()));

        start("fnos:user.info");

        assertWorks();
    }

    @Test
    void anotherCertificateThanThePinnedOneIsRefused() throws Exception {
        configuration.setCertificateFingerprint("ab".repeat(32));

        String refusal = refusalOf("fnos:user.info");

        assertTrue(refusal.contains(fingerprint(FnosSimulator.certificate()) + ", not the pinned AB:AB:"), refusal);
    }

    @Test
    void trustAllCertificatesAloneDoesNotSwitchTheHostNameCheckOff() throws Exception {
        nas.faults().showCertificate(SimulatedCertificate.WRONG_HOST);

        String refusal = refusalOf("fnos:user.info?trustAllCertificates=true");

        assertTrue(refusal.contains("the certificate is not for this host"), refusal);
        assertTrue(refusal.contains("hostnameVerification=false"), refusal);
    }

    @Test
    void withoutTheHostNameCheckThePinIsStillChecked() throws Exception {
        nas.faults().showCertificate(SimulatedCertificate.WRONG_HOST);
        String pin = fingerprint(FnosSimulator.certificate());

        String refusal = refusalOf("fnos:user.info?hostnameVerification=false&certificateFingerprint=" + pin);

        assertTrue(refusal.contains("not the pinned"), refusal);
    }

    @Test
    void aCertificateForAnotherHostServesWithItsPinAndWithoutTheCheck() throws Exception {
        nas.faults().showCertificate(SimulatedCertificate.WRONG_HOST);

        start("fnos:user.info?hostnameVerification=false&certificateFingerprint=" + fingerprint(SimulatedCertificate.WRONG_HOST.x509()));

        assertWorks();
    }

    @Test
    void aCertificateThatChangesIsAnOutageWithThatReasonUntilItIsTheRightOneAgain() throws Exception {
        configuration.setCertificateFingerprint(fingerprint(FnosSimulator.certificate()));
        start("fnos:user.info");
        FnosConnection connection = context.getComponent("fnos", FnosComponent.class).connections().connections().get(0);
        nas.faults().showCertificate(SimulatedCertificate.WRONG_HOST);
        nas.faults().cutAll();

        await().atMost(PATIENCE).until(() -> connection.status().lastReason() != null
                && connection.status().lastReason().contains("not the pinned"));
        nas.faults().showCertificate(SimulatedCertificate.LOCALHOST);

        await().atMost(PATIENCE).until(() -> connection.state() == ConnectionState.READY);
        assertWorks();
        assertEquals(1, nas.passwordLogins());
    }

    @Test
    void aPlainSocketToATlsPortSaysSo() {
        String refusal = refusalOf("fnos:user.info?secure=false");

        assertTrue(refusal.contains("set secure=true"), refusal);
    }

    @Test
    void tlsToAPlainPortSaysSo() {
        try (FnosSimulator plain = FnosSimulator.start()) {
            String refusal = refusalOf("fnos:user.info?port=" + plain.port());

            assertTrue(refusal.contains("the port does not speak TLS") || refusal.contains("perhaps the port does not speak TLS"), refusal);
            assertEquals(0, plain.requests().size());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "certificateFingerprint=00                  | certificateFingerprint must be a SHA-256: 64 hex digits",
            "trustAllCertificates=true&sslContextParameters=#tls | only one of sslContextParameters",
            "secure=false&trustAllCertificates=true     | trustAllCertificates is set, but secure is not",
            "secure=false&hostnameVerification=false    | hostnameVerification is set, but secure is not" })
    void optionsThatContradictEachOtherAreRefused(String options, String expected) {
        context.getRegistry().bind("tls", new SSLContextParameters());
        String refusal = refusalOf("fnos:user.info?" + options.strip());

        assertTrue(refusal.contains(expected), refusal);
    }

    @Test
    void theRelayImpliesTlsAndItsPort() {
        context.start();
        FnosEndpoint endpoint = context.getEndpoint("fnos:user.info?secure=false&relay=true&host=my-nas.fnos.net", FnosEndpoint.class);
        endpoint.getConfiguration().setPort(null);

        assertEquals("wss://my-nas.fnos.net:443/websocket?type=main", endpoint.connectionSettings().address().toUri().toString());
    }

    @Test
    void theUsualPortDependsOnTls() {
        context.start();
        configuration.setPort(null);

        assertEquals(5667, context.getEndpoint("fnos:user.info", FnosEndpoint.class).connectionSettings().address().port());
        assertEquals(5666, context.getEndpoint("fnos:user.info?secure=false", FnosEndpoint.class).connectionSettings().address().port());
    }
}
