package io.github.camelfnos.client;

import java.time.Instant;

/**
 * How a connection does, at one moment.
 *
 * @param since       since when it has been in this state
 * @param attempts    how many attempts were made since it was lost; 0 while it is not
 * @param nextAttempt when the next attempt is due, or null if none is
 * @param lastReason  why it was lost or could not be made the last time, a sentence; null if that never happened
 */
public record ConnectionStatus(ConnectionState state, Instant since, int attempts, Instant nextAttempt, String lastReason) {
}
