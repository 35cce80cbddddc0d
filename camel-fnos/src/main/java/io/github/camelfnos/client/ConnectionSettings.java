package io.github.camelfnos.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that a connection needs to know. Some of it says which connection it is, its {@link Identity}; the rest says how that
 * connection behaves, and must be the same for all who share it.
 *
 * @param connectionId null, or a name that gives a connection of its own to whoever asks for it
 */
public record ConnectionSettings(NasAddress address, Account account, Timing timing, Limits limits, ReconnectPolicy reconnect,
        String connectionId) {

    /** By what a connection is told from another; whoever agrees in all of it shares one. */
    record Identity(NasAddress address, AccountIdentity account, boolean anonymous, String connectionId) {
    }

    /** Whether whoever has the other settings uses the same connection. */
    public boolean sharesWith(ConnectionSettings other) {
        return identity().equals(other.identity());
    }

    Identity identity() {
        return new Identity(address, accountIdentity(), account.anonymous(), connectionId);
    }

    AccountIdentity accountIdentity() {
        return AccountIdentity.of(address, account);
    }

    /**
     * Compares with the settings of the connection that has the same identity.
     *
     * @return a clause that names the first option that differs, with both values, or null if they agree
     */
    String differenceFrom(ConnectionSettings existing) {
        Map<String, Object> there = existing.behaviour();
        for (Map.Entry<String, Object> here : behaviour().entrySet()) {
            Object other = there.get(here.getKey());
            if (!here.getValue().equals(other)) {
                return here.getKey() + " is " + here.getValue() + " here and " + other + " there";
            }
        }
        return null;
    }

    private Map<String, Object> behaviour() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("connectTimeout", text(timing.connectTimeout()));
        options.put("answerIdleTimeout", text(timing.answerIdleTimeout()));
        options.put("heartbeatInterval", text(timing.heartbeatInterval()));
        options.put("heartbeatMaxMissed", timing.heartbeatMaxMissed());
        options.put("lingerTimeout", text(timing.lingerTimeout()));
        options.put("maxFrameSize", limits.maxFrameSize());
        options.put("maxInFlight", limits.maxInFlight());
        options.put("reconnect", reconnect.enabled());
        options.put("reconnectDelay", text(reconnect.delay()));
        options.put("reconnectMaxDelay", text(reconnect.maxDelay()));
        options.put("reconnectBackoffMultiplier", reconnect.multiplier());
        options.put("maxReconnectAttempts", reconnect.maxAttempts());
        options.put("startupFailure", reconnect.startupFailure());
        if (!account.anonymous()) {
            options.put("deviceName", String.valueOf(account.deviceName()));
            options.put("stayLoggedIn", account.stayLoggedIn());
        }
        return options;
    }

    private static String text(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}
