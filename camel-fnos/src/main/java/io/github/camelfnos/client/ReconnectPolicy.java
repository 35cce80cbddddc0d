package io.github.camelfnos.client;

import java.time.Duration;

/**
 * What happens after a connection is lost or cannot be made.
 *
 * @param enabled        whether a lost connection is made again
 * @param delay          the longest wait before the first attempt, positive; a connection that was ready for ten times as long,
 *                       or for {@code maxDelay}, begins with it again
 * @param maxDelay       the longest wait before any attempt, at least {@code delay}
 * @param multiplier     by how much the longest wait grows with each attempt, at least 1
 * @param maxAttempts    after how many attempts in a row the connection is given up; 0 for never
 * @param startupFailure what becomes of a first attempt that fails
 */
public record ReconnectPolicy(boolean enabled, Duration delay, Duration maxDelay, double multiplier, int maxAttempts,
        StartupFailure startupFailure) {
}
