package io.github.camelfnos.transport;

import javax.net.ssl.SSLContext;

public record TlsOptions(SSLContext context, String fingerprint, boolean trustAll, boolean hostnameVerification) {
}
