package io.github.camelfnos.client;

/**
 * All that makes one connection differ from another.
 *
 * @param connectionId null, or a name that gives a connection of its own to whoever asks for it
 */
public record ConnectionSettings(NasAddress address, Account account, Timing timing, Limits limits, String connectionId) {
}
