package io.github.camelfnos.client;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where the WebSocket of a NAS is (protocol, section 1).
 *
 * @param host a name or an IP address, without scheme or port
 * @param port 5666 on a NAS as it comes
 * @param path {@code /websocket} on a NAS as it comes
 * @param type a label of the socket: {@code main}, {@code timer} or {@code file}
 */
public record NasAddress(String host, int port, String path, String type) {

    /**
     * @throws IllegalArgumentException if these do not make a URI
     */
    public URI toUri() {
        try {
            return new URI("ws", null, host, port, path, "type=" + type, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("host, port and path make no URI: " + e.getMessage(), e);
        }
    }

    /** Host and port, for messages. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
