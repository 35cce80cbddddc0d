package io.github.camelfnos.client;

import java.time.Duration;

/**
 * @param connectTimeout    how long TCP connection and WebSocket upgrade may take together, and each step of the login
 * @param answerIdleTimeout after how much silence a single data frame without {@code result} counts as the whole answer
 *                          (protocol, section 5)
 */
public record Timing(Duration connectTimeout, Duration answerIdleTimeout) {
}
