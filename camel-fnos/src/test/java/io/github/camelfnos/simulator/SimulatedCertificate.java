package io.github.camelfnos.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PfxOptions;

/**
 * The self-signed certificates that the simulator can show. They are resources because the JDK has no public API that
 * makes one; their keys protect nothing, so the password is no secret.
 */
public enum SimulatedCertificate {

    /** For localhost, 127.0.0.1 and ::1: the one it shows unless told otherwise. */
    LOCALHOST("simulator.p12"),

    /** For the host name {@code nas.invalid} alone, so never for the host that was asked for. */
    WRONG_HOST("wrong-host.p12");

    private static final String PASSWORD = "simulator";
    private static final String ALIAS = "simulator";

    private final String resource;

    SimulatedCertificate(String resource) {
        this.resource = resource;
    }

    /** The certificate, for a trust store or a pin. */
    public X509Certificate x509() {
        try (InputStream in = open()) {
            KeyStore keyStore = KeyStore.getInstance("PKCS12");
            keyStore.load(in, PASSWORD.toCharArray());
            return (X509Certificate) keyStore.getCertificate(ALIAS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The simulator's key store cannot be read", e);
        }
    }

    PfxOptions keyStore() {
        try (InputStream in = open()) {
            return new PfxOptions().setValue(Buffer.buffer(in.readAllBytes())).setPassword(PASSWORD);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InputStream open() throws IOException {
        InputStream in = SimulatedCertificate.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IOException("The resource " + resource + " is missing beside "
                    + SimulatedCertificate.class.getName());
        }
        return in;
    }
}
