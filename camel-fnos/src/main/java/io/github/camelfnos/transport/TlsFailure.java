package io.github.camelfnos.transport;

import java.io.EOFException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

import io.github.camelfnos.protocol.Quote;

/** Says in one phrase for a person why TLS failed, and what can be done about it. */
final class TlsFailure {

    // The JDK has no exception of its own for these two; if its words change, they are passed on as they are.
    private static final Pattern NOT_TLS
            = Pattern.compile("unrecognized ssl message|plaintext connection|unsupported record version");
    private static final Pattern OTHER_HOST
            = Pattern.compile("^no subject alternative |^no name matching |^illegal given domain name");

    private TlsFailure() {
    }

    static String describe(SSLException failure, TlsOptions options) {
        if (saying(NOT_TLS, failure)) {
            return "the port does not speak TLS (fnOS serves it on 5667); check port and secure";
        }
        RefusedCertificateException refused = cause(RefusedCertificateException.class, failure);
        if (refused != null && options.fingerprint() != null) {
            return "the certificate has the SHA-256 fingerprint " + fingerprint(refused.certificate())
                   + ", not the pinned " + new Fingerprint(options.fingerprint())
                   + "; if the NAS has a new certificate, pin that, otherwise somebody may stand between";
        }
        CertificateExpiredException expired = cause(CertificateExpiredException.class, failure);
        if (expired != null) {
            return "the certificate has expired (" + Quote.of(expired.getMessage()) + ")";
        }
        CertificateException certificate = cause(CertificateException.class, failure);
        if (certificate != null && saying(OTHER_HOST, certificate)) {
            return "the certificate is not for this host (" + Quote.of(certificate.getMessage())
                   + "); hostnameVerification=false switches this check off";
        }
        if (untrusted(failure)) {
            return "the certificate is not trusted (" + (refused == null ? Quote.of(failure.getMessage()) : name(refused.certificate()))
                   + "); trust it by sslContextParameters, or pin it by certificateFingerprint after comparing it with the NAS's own";
        }
        if (cause(EOFException.class, failure) != null) {
            return "the connection was closed during the TLS handshake; perhaps the port does not speak TLS"
                   + " (fnOS serves it on 5667)";
        }
        return "TLS failed: " + Quote.of(failure.getMessage());
    }

    private static boolean untrusted(SSLException failure) {
        CertPathValidatorException path = cause(CertPathValidatorException.class, failure);
        return cause(CertPathBuilderException.class, failure) != null
               || path != null && path.getReason() != BasicReason.ALGORITHM_CONSTRAINED;
    }

    private static String name(X509Certificate certificate) {
        return Quote.of(certificate.getSubjectX500Principal().getName()) + ", SHA-256 fingerprint " + fingerprint(certificate);
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            return Fingerprint.of(certificate).toString();
        } catch (CertificateEncodingException e) {
            return "unknown";
        }
    }

    private static boolean saying(Pattern words, Exception failure) {
        return failure.getMessage() != null && words.matcher(failure.getMessage().toLowerCase(Locale.ROOT)).find();
    }

    private static <T extends Throwable> T cause(Class<T> type, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
