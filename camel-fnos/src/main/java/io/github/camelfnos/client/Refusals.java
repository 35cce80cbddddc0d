package io.github.camelfnos.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The passwords and tokens that a NAS has refused. A NAS counts failed passwords, and locks the user or bans the address; so
 * whoever wants to send one again gets the remembered refusal instead. Safe for concurrent use.
 */
final class Refusals {

    /** The device, the port and the like make no difference to a NAS that counts. */
    private record Key(String host, String username, Credentials credentials) {

        static Key of(ConnectionSettings settings) {
            Account account = settings.account();
            String password = account.credentials().password();
            return new Key(settings.address().host(), account.username(),
                    password == null ? account.credentials() : new Credentials(password, null, null, null));
        }
    }

    /** More than anybody has; a bound for URIs whose credentials come from data. */
    private static final int CAPACITY = 10_000;

    private final Map<Key, FnosFailure> refused = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, FnosFailure> eldest) {
            return size() > CAPACITY;
        }
    };

    /** What the NAS said to these credentials, or null. */
    synchronized FnosFailure of(ConnectionSettings settings) {
        return refused.get(Key.of(settings));
    }

    synchronized void remember(ConnectionSettings settings, FnosFailure refusal) {
        refused.put(Key.of(settings), refusal);
    }

    /**
     * Forgets what concerns a user.
     *
     * @param host     of one NAS, or null for all
     * @param username null for sessions that name no user
     */
    synchronized void forget(String host, String username) {
        refused.keySet().removeIf(key -> (host == null || host.equals(key.host())) && Objects.equals(username, key.username()));
    }

    /** The refusals, sentences that name the NAS and the user. */
    synchronized List<String> reasons() {
        return refused.values().stream().map(FnosFailure::getMessage).toList();
    }
}
