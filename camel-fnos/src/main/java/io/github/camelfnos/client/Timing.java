package io.github.camelfnos.client;

import java.time.Duration;

/**
 * @param connectTimeout    how long TCP connection and WebSocket upgrade may take together
 * @param requestTimeout    how long a login step may take; other requests bring their own
 * @param answerIdleTimeout after how much silence a single data frame without {@code result} counts as the whole answer
 *                          (protocol, section 5)
 */
public record Timing(Duration connectTimeout, Duration requestTimeout, Duration answerIdleTimeout) {
}
