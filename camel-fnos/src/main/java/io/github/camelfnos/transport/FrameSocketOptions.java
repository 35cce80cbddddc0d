package io.github.camelfnos.transport;

import java.time.Duration;

/**
 * @param connectTimeout how long the TCP connection may take; the upgrade that follows has no limit here, its watch is
 *                       the caller's
 * @param maxFrameSize   the largest message that is accepted, in bytes; a larger one ends the socket
 */
public record FrameSocketOptions(Duration connectTimeout, int maxFrameSize) {
}
