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
 * The self-signed certificate of the simulator for localhost and 127.0.0.1. It is a resource because the JDK has no
 * public API that makes one; its key protects nothing, so its password is no secret.
 */
final class TlsIdentity {

    private static final String RESOURCE = "simulator.p12";
    private static final String PASSWORD = "simulator";
    private static final String ALIAS = "simulator";

    private TlsIdentity() {
    }

    static PfxOptions keyStore() {
        try (InputStream in = resource()) {
            return new PfxOptions().setValue(Buffer.buffer(in.readAllBytes())).setPassword(PASSWORD);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static X509Certificate certificate() {
        try (InputStream in = resource()) {
            KeyStore keyStore = KeyStore.getInstance("PKCS12");
            keyStore.load(in, PASSWORD.toCharArray());
            return (X509Certificate) keyStore.getCertificate(ALIAS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The simulator's key store cannot be read", e);
        }
    }

    private static InputStream resource() throws IOException {
        InputStream in = TlsIdentity.class.getResourceAsStream(RESOURCE);
        if (in == null) {
            throw new IOException("The resource " + RESOURCE + " is missing beside " + TlsIdentity.class.getName());
        }
        return in;
    }
}
