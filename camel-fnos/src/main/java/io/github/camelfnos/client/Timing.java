package io.github.camelfnos.client;

import java.time.Duration;

/**
 * @param connectTimeout     how long TCP connection and WebSocket upgrade may take together, and each step of the login
 * @param answerIdleTimeout  after how much silence a single data frame without {@code result} counts as the whole answer
 *                           (protocol, section 5)
 * @param heartbeatInterval  how often the heartbeat is sent (protocol, section 7); zero sends none
 * @param heartbeatMaxMissed after how many intervals in a row without any frame the socket counts as dead; at least 1
 * @param lingerTimeout      how long a connection stays open that nobody uses any more
 */
public record Timing(Duration connectTimeout, Duration answerIdleTimeout, Duration heartbeatInterval, int heartbeatMaxMissed,
        Duration lingerTimeout) {
}
