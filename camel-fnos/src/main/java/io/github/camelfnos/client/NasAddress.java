package io.github.camelfnos.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;

import io.github.camelfnos.transport.TlsOptions;

/**
 * Where the WebSocket of a NAS is, and how it is reached (protocol, section 1).
 *
 * @param host  a name or an IP address, without scheme or port
 * @param port  5666 on a NAS as it comes, 5667 with TLS
 * @param path  {@code /websocket} on a NAS as it comes
 * @param type  a label of the socket: {@code main}, {@code timer} or {@code file}
 * @param relay whether it is reached by the vendor's relay, which wants a cookie
 * @param tls   how its certificate is judged, or null for a plain socket
 */
public record NasAddress(String host, int port, String path, String type, boolean relay, TlsOptions tls) {

    private static final Map<String, String> RELAY_COOKIE = Map.of("Cookie", "mode=relay");

    /**
     * @throws IllegalArgumentException if these do not make a URI
     */
    public URI toUri() {
        try {
            return new URI(tls == null ? "ws" : "wss", null, host, port, path, "type=" + type, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("host, port and path make no URI: " + e.getMessage(), e);
        }
    }

    /** What the upgrade request carries beyond the usual. */
    Map<String, String> headers() {
        return relay ? RELAY_COOKIE : Map.of();
    }

    /** Host and port, for messages. */
    @Override
    public String toString() {
        return toString(host, port);
    }

    /** Host and port; an address of IPv6 in brackets, so that it can be told from the port. */
    public static String toString(String host, int port) {
        return (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port;
    }
}
