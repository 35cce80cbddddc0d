package io.github.camelfnos.transport;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/** A server's certificate was refused. It carries the certificate, which the JDK's own exceptions do not. */
final class RefusedCertificateException extends CertificateException {

    private static final long serialVersionUID = 1L;

    private final X509Certificate certificate;

    RefusedCertificateException(X509Certificate certificate, String message, CertificateException cause) {
        super(message, cause);
        this.certificate = certificate;
    }

    X509Certificate certificate() {
        return certificate;
    }
}
