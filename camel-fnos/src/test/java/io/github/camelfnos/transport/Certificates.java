package io.github.camelfnos.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Makes certificates with the JDK's keytool, and what servers and clients want of them. */
final class Certificates {

    static final String PASSWORD = "changeit";

    private final Path directory;
    private final Path keys;

    Certificates(Path directory) {
        this.directory = directory;
        this.keys = directory.resolve("keys.p12");
    }

    /** Makes a certificate for {@code CN=alias} with a new key, self-signed unless the options say otherwise. */
    Certificates make(String alias, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1", "-genkeypair", "-keyalg", "EC", "-alias", alias, "-dname", "CN=" + alias,
                "-keystore", keys.toString(), "-storepass", PASSWORD));
        command.addAll(List.of(options));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(directory.resolve(alias + ".log").toFile()).start();
        if (keytool.waitFor() != 0) {
            throw new IOException(Files.readString(directory.resolve(alias + ".log")));
        }
        return this;
    }

    X509Certificate certificate(String alias) throws IOException, GeneralSecurityException {
        return (X509Certificate) load().getCertificate(alias);
    }

    /** Pairs of upper-case hex digits with colons between them. */
    String fingerprint(String alias) throws IOException, GeneralSecurityException {
        return HexFormat.ofDelimiter(":").withUpperCase()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate(alias).getEncoded()));
    }

    /** A server's context that shows this certificate. */
    SSLContext showing(String alias) throws IOException, GeneralSecurityException {
        KeyStore one = empty();
        KeyStore all = load();
        one.setKeyEntry(alias, all.getKey(alias, PASSWORD.toCharArray()), PASSWORD.toCharArray(), all.getCertificateChain(alias));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(one, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }

    /** A client's context that trusts these certificates and no others. */
    SSLContext trusting(String... aliases) throws IOException, GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(anchors(aliases));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    /** A file with these certificates and no others. */
    Path trustStore(String... aliases) throws IOException, GeneralSecurityException {
        Path file = directory.resolve("trust.p12");
        try (var out = Files.newOutputStream(file)) {
            anchors(aliases).store(out, PASSWORD.toCharArray());
        }
        return file;
    }

    private KeyStore anchors(String... aliases) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        for (String alias : aliases) {
            store.setCertificateEntry(alias, certificate(alias));
        }
        return store;
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
