package io.github.camelfnos.transport;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

import javax.net.ssl.X509TrustManager;

/**
 * Trusts a server for its own certificate, without asking who issued it: the pinned one, or any.
 *
 * <p>
 * This is on purpose no {@code X509ExtendedTrustManager}: to a plain trust manager the JDK itself adds the check of the
 * host name, if the socket's parameters ask for it, and of weak algorithms; to an extended one it leaves both.
 */
final class LeafTrust implements X509TrustManager {

    private final Fingerprint pinned;

    /** @param pinned null to trust any certificate */
    LeafTrust(Fingerprint pinned) {
        this.pinned = pinned;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        if (pinned != null && !Fingerprint.of(chain[0]).equals(pinned)) {
            throw new RefusedCertificateException(chain[0], "not the pinned certificate", null);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("no client is trusted");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
