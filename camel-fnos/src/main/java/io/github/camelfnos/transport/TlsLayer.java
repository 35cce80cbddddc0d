package io.github.camelfnos.transport;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** Lays TLS over a connected socket, as its options say. */
final class TlsLayer {

    private TlsLayer() {
    }

    /**
     * Does the whole handshake; blocks until it is done or the socket is closed.
     *
     * @param  host         goes into the server name indication, and the certificate is checked against it
     * @return              a socket on which nothing but frames is left to send; closing it closes {@code tcp}
     * @throws SSLException if the handshake fails or the certificate is refused; {@link TlsFailure} says it in words
     * @throws IOException  if {@code tcp} fails or is closed
     */
    static SSLSocket over(Socket tcp, String host, int port, TlsOptions options) throws IOException {
        SSLSocket tls = (SSLSocket) context(options).getSocketFactory().createSocket(tcp, host, port, true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(options.hostnameVerification() ? "HTTPS" : "");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    // A new one for each socket: a session resumed from an older one would skip the trust manager.
    private static SSLContext context(TlsOptions options) throws SSLException {
        if (options.context() != null) {
            return options.context();
        }
        try {
            TrustManager trust = options.fingerprint() != null ? new LeafTrust(new Fingerprint(options.fingerprint()))
                    : options.trustAll() ? new LeafTrust(null)
                    : new JvmTrust();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] { trust }, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new SSLException("TLS cannot be set up here: " + e.getMessage(), e);
        }
    }
}
