package io.github.camelfnos;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.apache.camel.Exchange;
import org.apache.camel.spi.IdempotentRepository;

/**
 * Which entries of a listing are new or have changed since they were last emitted with success. It remembers that in a repository; or,
 * without one, of the listing before, in memory and without bound. Not safe for concurrent use.
 */
final class ListingChanges {

    /** An entry to be emitted, and under what it is remembered. */
    record Change(FnosRecord entry, EntryKey key) {
    }

    private final String operation;
    private final Map<String, Object> parameters;
    private final IdempotentRepository repository;
    /** Without a repository: what was emitted of the last listing, and which entry each is of. */
    private final Map<String, String> emitted = new HashMap<>();
    /** With a repository: the state in which it has each entry of which that is known. */
    private final Map<String, String> states = new HashMap<>();

    // What follows is of the listing under way.
    private Set<String> keys = new HashSet<>();
    private Map<String, String> known = new HashMap<>();
    private Set<String> obsolete = new HashSet<>();
    /** Of which entries another state than before was emitted. */
    private Set<String> changed = new HashSet<>();

    /** @param repository null for none */
    ListingChanges(String operation, Map<String, Object> parameters, IdempotentRepository repository) {
        this.operation = operation;
        this.parameters = parameters;
        this.repository = repository;
    }

    /** Begins a new listing. */
    void begin() {
        keys = new HashSet<>();
        known = new HashMap<>();
        obsolete = new HashSet<>();
        changed = new HashSet<>();
    }

    /** The next entry of the listing: what is to be emitted of it, or null if it has not changed. */
    Change changeOf(FnosRecord entry) {
        EntryKey key = EntryKey.of(operation, parameters, entry);
        keys.add(key.text());
        boolean isNew = !isEmitted(key.text());
        if (repository != null && key.identity() != null) {
            String state = isNew ? states.get(key.identity()) : key.text();
            if (state != null) {
                known.putIfAbsent(key.identity(), state);
            }
        }
        return isNew ? new Change(entry, key) : null;
    }

    private boolean isEmitted(String key) {
        return repository == null ? emitted.containsKey(key) : repository.contains(key);
    }

    /** Remembers an entry, as its exchange has succeeded. */
    void emitted(Change change, Exchange exchange) {
        String key = change.key().text();
        if (repository == null) {
            emitted.put(key, change.key().identity());
            changed.add(change.key().identity());
            return;
        }
        repository.add(exchange, key);
        repository.confirm(exchange, key);
        String before = change.key().identity() == null ? null : known.put(change.key().identity(), key);
        if (before != null && !before.equals(key)) {
            obsolete.add(before);
        }
    }

    /**
     * Ends the listing, and forgets what it has no more.
     *
     * @param mayBeThere whether an entry that was not seen, of this path or name, may be there nevertheless
     */
    void end(Predicate<String> mayBeThere) {
        emitted.entrySet().removeIf(each -> !keys.contains(each.getKey()) && (each.getValue() == null
                || changed.contains(each.getValue()) || !mayBeThere.test(each.getValue())));
        states.keySet().removeIf(identity -> !mayBeThere.test(identity));
        states.putAll(known);
        // An entry that changes back to what it was has changed.
        obsolete.removeAll(keys);
        obsolete.forEach(key -> repository.remove(key));
        begin();
    }
}
