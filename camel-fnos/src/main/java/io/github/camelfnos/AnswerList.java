package io.github.camelfnos;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The list of an answer: the one that it was asked for. The only place that decides which field that is: the one that the user
 * names; or else the first list of objects that has one of the names known from the NAS; or else the only list of objects. It stands at
 * the top level of the answer, or in an object {@code data} or {@code rsp} there. A list without entries may be one of objects.
 */
final class AnswerList {

    private static final List<String> KNOWN = List.of("files", "data", "array", "disk", "share", "rsp", "notifyList");
    private static final List<String> WRAPPERS = List.of("data", "rsp");

    private final String operation;
    private final String wanted;

    // What follows is of the parts of an answer so far.
    private String name;
    private final Set<String> present = new LinkedHashSet<>();
    private final Set<String> candidatesAtTop = new LinkedHashSet<>();
    private final Set<String> candidatesWithin = new LinkedHashSet<>();

    /** @param wanted the name of the field, or null to find it */
    AnswerList(String operation, String wanted) {
        this.operation = operation;
        this.wanted = wanted;
    }

    /** The lists of objects of one JSON object, and the names of those that hold other things beside objects. */
    private record Lists(Map<String, List<FnosEntry>> entries, Set<String> mixed) {

        @SuppressWarnings("unchecked") // that all are entries was looked at
        static Lists in(Map<?, ?> object) {
            Lists lists = new Lists(new LinkedHashMap<>(), new LinkedHashSet<>());
            object.forEach((key, value) -> {
                if (value instanceof List<?> list) {
                    if (list.stream().allMatch(FnosEntry.class::isInstance)) {
                        lists.entries.put((String) key, (List<FnosEntry>) list);
                    } else if (list.stream().anyMatch(FnosEntry.class::isInstance)) {
                        lists.mixed.add((String) key);
                    }
                }
            });
            return lists;
        }

        boolean has(String key) {
            return entries.containsKey(key) || mixed.contains(key);
        }

        /** Those that could be meant: of a known name, or with entries. */
        Set<String> candidates() {
            Set<String> candidates = new LinkedHashSet<>(entries.keySet());
            candidates.removeIf(key -> entries.get(key).isEmpty());
            KNOWN.stream().filter(this::has).forEach(candidates::add);
            return candidates;
        }

        /** These and, unless what is looked for is among them, those in the wrappers. */
        Lists orWithin(FnosResponse answer, String key) {
            if (key == null ? !candidates().isEmpty() : has(key)) {
                return this;
            }
            Lists all = new Lists(new LinkedHashMap<>(entries), new LinkedHashSet<>(mixed));
            for (String wrapper : WRAPPERS) {
                if (answer.get(wrapper) instanceof Map<?, ?> inner) {
                    Lists within = in(inner);
                    all.entries.putAll(within.entries);
                    all.mixed.addAll(within.mixed);
                }
            }
            return all;
        }
    }

    /**
     * The list of a whole answer.
     *
     * @return                          the entries, or null if the answer has no list
     * @throws IllegalArgumentException if there is no list of that name, or several that could be meant; the message says what to do
     */
    List<FnosEntry> of(FnosResponse answer) {
        Lists lists = Lists.in(answer).orWithin(answer, wanted);
        if (wanted == null && lists.entries().isEmpty() && lists.candidates().isEmpty()) {
            return null;
        }
        String key = wanted == null ? find(lists.candidates()) : wanted;
        if (key == null) {
            return List.of();
        }
        if (!lists.has(key)) {
            throw answer.get(key) instanceof List<?> ? noEntries(key) : missing(lists.entries().keySet());
        }
        return take(lists, key);
    }

    /**
     * The list of one frame of an answer: that which the first frame has that has any.
     *
     * @return                          the entries, none if this frame has no such list
     * @throws IllegalArgumentException if there are several that could be meant; the message says what to do
     */
    List<FnosEntry> ofPart(FnosResponse part) {
        String key = wanted == null ? name : wanted;
        Lists top = Lists.in(part);
        Lists lists = top.orWithin(part, key);
        present.addAll(lists.entries().keySet());
        candidatesAtTop.addAll(top.candidates());
        candidatesWithin.addAll(lists.candidates());
        if (key == null) {
            key = find(lists.candidates());
        }
        if (key == null) {
            return List.of();
        }
        if (!lists.has(key)) {
            if (part.get(key) instanceof List<?>) {
                throw noEntries(key);
            }
            return List.of();
        }
        name = key;
        return take(lists, key);
    }

    /**
     * To be called after the last part.
     *
     * @throws IllegalArgumentException if no part had the list that is wanted, but others; or if a whole answer would have been taken by
     *                                  another than that of the first frame. The message says what to do
     */
    void requireClear() {
        if (wanted != null) {
            if (name == null && !present.isEmpty()) {
                throw missing(present);
            }
        } else if (name != null) {
            Set<String> candidates = candidatesAtTop.isEmpty() ? candidatesWithin : candidatesAtTop;
            if (!name.equals(find(candidates))) {
                Set<String> all = new TreeSet<>(candidates);
                all.add(name);
                throw several(all);
            }
        }
    }

    /** The list among these names, or null if there is none. */
    private String find(Set<String> candidates) {
        for (String known : KNOWN) {
            if (candidates.contains(known)) {
                return known;
            }
        }
        if (candidates.size() > 1) {
            throw several(candidates);
        }
        return candidates.isEmpty() ? null : candidates.iterator().next();
    }

    private List<FnosEntry> take(Lists lists, String key) {
        if (lists.mixed().contains(key)) {
            throw noEntries(key);
        }
        return lists.entries().get(key);
    }

    private IllegalArgumentException missing(Set<String> lists) {
        return new IllegalArgumentException("The answer to " + operation + " has no list '" + wanted + "', "
                                            + (lists.isEmpty() ? "nor any other; leave listKey out"
                                                    : "only " + lists + "; set listKey to one of these, or leave it out"));
    }

    private IllegalArgumentException noEntries(String list) {
        return new IllegalArgumentException("The list '" + list + "' in the answer to " + operation + " holds something that is no object, and so no "
                                            + "entry; take the answer whole, with splitEntries=false in a poll and streaming=false otherwise");
    }

    private IllegalArgumentException several(Set<String> lists) {
        return new IllegalArgumentException("The answer to " + operation + " has several lists, " + lists
                                            + "; set listKey to one of them, or take the answer whole, with splitEntries=false in a poll and "
                                            + "streaming=false otherwise");
    }
}
