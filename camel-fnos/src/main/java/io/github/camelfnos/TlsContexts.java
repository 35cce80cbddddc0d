package io.github.camelfnos;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.SSLContext;

import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelfnos.transport.TlsOptions;

/**
 * Makes the TLS options of a connection from those of an endpoint. Each {@code SSLContextParameters} gives one
 * {@code SSLContext}, so that endpoints which name the same share a connection. Safe for concurrent use.
 */
final class TlsContexts {

    private static final Logger LOG = LoggerFactory.getLogger(TlsContexts.class);

    private final CamelContext camelContext;
    private final Map<SSLContextParameters, SSLContext> contexts = new IdentityHashMap<>();
    private final AtomicBoolean warned = new AtomicBoolean();

    TlsContexts(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    /**
     * @throws IllegalArgumentException if more than one option says what to trust, or one of them cannot be used
     */
    TlsOptions options(FnosConfiguration configuration) {
        SSLContextParameters parameters = configuration.getSslContextParameters();
        boolean decided = parameters != null || configuration.getCertificateFingerprint() != null
                || configuration.isTrustAllCertificates();
        if (!decided && configuration.isUseGlobalSslContextParameters()) {
            parameters = camelContext.getSSLContextParameters();
            if (parameters == null) {
                throw new IllegalArgumentException("useGlobalSslContextParameters is set, but the CamelContext has no "
                                                   + "SSLContextParameters; set them there, or use sslContextParameters");
            }
        }
        if (configuration.isTrustAllCertificates() && warned.compareAndSet(false, true)) {
            LOG.warn("trustAllCertificates is set: whoever stands between this host and the NAS can read everything. Use it for tests only");
        }
        return new TlsOptions(parameters == null ? null : context(parameters), configuration.getCertificateFingerprint(),
                configuration.isTrustAllCertificates(), configuration.isHostnameVerification());
    }

    private synchronized SSLContext context(SSLContextParameters parameters) {
        SSLContext known = contexts.get(parameters);
        if (known != null) {
            return known;
        }
        try {
            SSLContext made = parameters.createSSLContext(camelContext);
            contexts.put(parameters, made);
            return made;
        } catch (GeneralSecurityException | IOException e) {
            // The message of a key store that does not open says that the password may be wrong, and not which it is.
            throw new IllegalArgumentException("the SSLContextParameters cannot be used: " + e.getMessage(), e);
        }
    }
}
