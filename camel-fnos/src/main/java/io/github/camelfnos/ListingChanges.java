package io.github.camelfnos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    /** Without a repository: what was emitted of the last listing. */
    private Set<String> emitted = new HashSet<>();
    /** With a repository: the state in which it has each entry of which that is known. */
    private Map<String, String> states = new HashMap<>();
    private Set<String> present = Set.of();

    /** @param repository null for none */
    ListingChanges(String operation, Map<String, Object> parameters, IdempotentRepository repository) {
        this.operation = operation;
        this.parameters = parameters;
        this.repository = repository;
    }

    /** Begins a new listing, and gives what is to be emitted of it. */
    List<Change> begin(List<? extends FnosRecord> listing) {
        List<Change> changes = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        Map<String, String> known = new HashMap<>();
        for (FnosRecord entry : listing) {
            EntryKey key = EntryKey.of(operation, parameters, entry);
            keys.add(key.text());
            boolean isNew = !isEmitted(key.text());
            if (isNew) {
                changes.add(new Change(entry, key));
            }
            if (repository != null && key.identity() != null) {
                String state = isNew ? states.get(key.identity()) : key.text();
                if (state != null) {
                    known.putIfAbsent(key.identity(), state);
                }
            }
        }
        present = keys;
        states = known;
        emitted.retainAll(keys);
        return changes;
    }

    private boolean isEmitted(String key) {
        return repository == null ? emitted.contains(key) : repository.contains(key);
    }

    /** Remembers an entry, as its exchange has succeeded. */
    void emitted(Change change, Exchange exchange) {
        String key = change.key().text();
        if (repository == null) {
            emitted.add(key);
            return;
        }
        repository.add(exchange, key);
        repository.confirm(exchange, key);
        // An entry that changes back to what it was has changed.
        String before = change.key().identity() == null ? null : states.put(change.key().identity(), key);
        if (before != null && !before.equals(key) && !present.contains(before)) {
            repository.remove(exchange, before);
        }
    }
}
