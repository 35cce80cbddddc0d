package io.github.camelfnos;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    /** The name of the list in the parts of an answer, once it is known. */
    private String name;
    /** The lists in the parts so far that could be meant: those of a known name, and those with entries. */
    private final Set<String> candidates = new LinkedHashSet<>();
    private final Set<String> present = new LinkedHashSet<>();

    /** @param wanted the name of the field, or null to find it */
    AnswerList(String operation, String wanted) {
        this.operation = operation;
        this.wanted = wanted;
    }

    /**
     * The list of a whole answer.
     *
     * @return                          the entries, or null if the answer has no list
     * @throws IllegalArgumentException if there is no list of that name, or several that could be meant; the message says what to do
     */
    List<FnosEntry> of(FnosResponse answer) {
        Map<String, List<FnosEntry>> lists = listsOf(answer, wanted);
        if (wanted != null) {
            if (!lists.containsKey(wanted)) {
                throw answer.get(wanted) instanceof List<?> ? noEntries(wanted) : missing(lists.keySet());
            }
            return lists.get(wanted);
        }
        if (lists.isEmpty()) {
            return null;
        }
        String found = find(lists);
        return found == null ? List.of() : lists.get(found);
    }

    /**
     * The list of one frame of an answer: that which the first frame has that has any.
     *
     * @return                          the entries, none if this frame has no such list
     * @throws IllegalArgumentException if there are several that could be meant; the message says what to do
     */
    List<FnosEntry> ofPart(FnosResponse part) {
        String known = wanted == null ? name : wanted;
        Map<String, List<FnosEntry>> lists = listsOf(part, known);
        present.addAll(lists.keySet());
        lists.keySet().stream().filter(key -> KNOWN.contains(key) || isFull(lists.get(key))).forEach(candidates::add);
        if (known == null) {
            name = find(lists);
            known = name;
        }
        if (lists.containsKey(known)) {
            name = known;
            return lists.get(known);
        }
        if (known != null && part.get(known) instanceof List<?>) {
            throw noEntries(known);
        }
        return List.of();
    }

    /**
     * To be called after the last part.
     *
     * @throws IllegalArgumentException if no part had the list that is wanted, but others; or if another list than the one that was taken
     *                                  could be meant, seen from the end. The message says what to do
     */
    void requireClear() {
        if (wanted != null) {
            if (name == null && !present.isEmpty()) {
                throw missing(present);
            }
            return;
        }
        String best = KNOWN.stream().filter(candidates::contains).findFirst().orElse(name);
        if (name != null && (!name.equals(best) || !KNOWN.contains(name) && candidates.size() > 1)) {
            throw several(candidates);
        }
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

    private IllegalArgumentException missing(Set<String> present) {
        return new IllegalArgumentException("The answer to " + operation + " has no list '" + wanted + "', only " + present
                                            + "; set listKey to one of these, or leave it out");
    }

    /** The name of the list among these, or null if all that could be it are empty. */
    private String find(Map<String, List<FnosEntry>> lists) {
        for (String known : KNOWN) {
            if (lists.containsKey(known)) {
                return known;
            }
        }
        List<String> full = lists.keySet().stream().filter(key -> isFull(lists.get(key))).toList();
        if (full.size() > 1) {
            throw several(lists.keySet());
        }
        return full.isEmpty() ? null : full.get(0);
    }

    /** The lists at the top and, unless what is looked for is there, in the wrappers. */
    private Map<String, List<FnosEntry>> listsOf(FnosResponse answer, String name) {
        Map<String, List<FnosEntry>> lists = listsIn(answer);
        for (String wrapper : WRAPPERS) {
            boolean found = name != null ? lists.containsKey(name)
                    : lists.keySet().stream().anyMatch(KNOWN::contains) || lists.values().stream().anyMatch(AnswerList::isFull);
            if (!found && answer.get(wrapper) instanceof Map<?, ?> inner) {
                lists.putAll(listsIn(inner));
            }
        }
        return lists;
    }

    private static boolean isFull(List<FnosEntry> list) {
        return !list.isEmpty();
    }

    private Map<String, List<FnosEntry>> listsIn(Map<?, ?> object) {
        Map<String, List<FnosEntry>> lists = new LinkedHashMap<>();
        object.forEach((key, value) -> {
            if (!(value instanceof List<?> list)) {
                return;
            }
            boolean entries = list.stream().allMatch(FnosEntry.class::isInstance);
            boolean meant = KNOWN.contains(String.valueOf(key)) || key.equals(wanted) || key.equals(name);
            if (!entries && meant && list.stream().anyMatch(FnosEntry.class::isInstance)) {
                throw noEntries(String.valueOf(key));
            }
            if (entries) {
                lists.put(String.valueOf(key), list.stream().map(FnosEntry.class::cast).toList());
            }
        });
        return lists;
    }
}
