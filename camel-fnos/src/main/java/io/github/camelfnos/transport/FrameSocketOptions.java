package io.github.camelfnos.transport;

import java.time.Duration;
import java.util.Map;

/**
 * @param connectTimeout how long the TCP connection may take; the TLS handshake and the upgrade that follow have no
 *                       limit here, their watch is the caller's
 * @param maxFrameSize   the largest message that is accepted, in bytes; a larger one ends the socket
 * @param headers        added to the upgrade request
 * @param tls            what is asked of the server's certificate; null for a socket in clear
 */
public record FrameSocketOptions(Duration connectTimeout, int maxFrameSize, Map<String, String> headers, TlsOptions tls) {

    public FrameSocketOptions {
        headers = Map.copyOf(headers);
    }
}
