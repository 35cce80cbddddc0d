package io.github.camelfnos.transport;

import javax.net.ssl.SSLContext;

/**
 * What is asked of a server's certificate: two decisions that do not touch each other, whether it is trusted and
 * whether it is for this host. Without any option its chain is verified against the JVM's trust store, and the host
 * name is checked.
 *
 * @param context              decides on trust with its trust managers; null for the other kinds. An
 *                             {@code X509ExtendedTrustManager} in it that is not the JDK's own has the last word on the
 *                             host name too, as the JDK then leaves this check to it
 * @param fingerprint          trust goes to the one certificate with this SHA-256, whoever has issued it and until when;
 *                             kept as 64 lower-case hex digits; null for the other kinds
 * @param trustAll             any certificate is trusted
 * @param hostnameVerification whether the certificate must be for the host that was connected to
 */
public record TlsOptions(SSLContext context, String fingerprint, boolean trustAll, boolean hostnameVerification) {

    /**
     * @throws IllegalArgumentException if the fingerprint is not 64 hex digits, with or without colons or spaces, or if
     *                                  more than one kind of trust is given
     */
    public TlsOptions {
        if (fingerprint != null) {
            fingerprint = Fingerprint.parse(fingerprint).hex();
        }
        if ((context == null ? 0 : 1) + (fingerprint == null ? 0 : 1) + (trustAll ? 1 : 0) > 1) {
            throw new IllegalArgumentException(
                    "only one of sslContextParameters, certificateFingerprint and trustAllCertificates can be set");
        }
    }

    @Override
    public String toString() {
        String trust = context != null ? "own context"
                : fingerprint != null ? "fingerprint " + fingerprint
                : trustAll ? "any certificate"
                : "the JVM's trust store";
        return "TLS[" + trust + (hostnameVerification ? "]" : ", any host name]");
    }
}
