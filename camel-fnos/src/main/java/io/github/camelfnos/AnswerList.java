package io.github.camelfnos;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The list of an answer: the one that it was asked for. The only place that decides which field that is: the one that the user
 * names; or else the first list of objects that has one of the names known from the NAS; or else the only list of objects. It stands at
 * the top level of the answer, or in an object {@code data} or {@code rsp} there. A list without entries may be one of objects.
 */
final class AnswerList {

    private static final List<String> KNOWN = List.of("files", "data", "array", "disk", "share", "rsp", "notifyList");
    private static final List<String> WRAPPERS = List.of("data", "rsp");

    private AnswerList() {
    }

    /**
     * @param  key                      the name of the field, or null to find it
     * @return                          the entries, or null if the answer has no list
     * @throws IllegalArgumentException if there is no list of that name, or several that could be meant; the message says what to do
     */
    static List<?> of(FnosResponse answer, String operation, String key) {
        Map<String, List<?>> lists = listsOf(answer);
        for (String wrapper : WRAPPERS) {
            boolean found = key == null ? lists.keySet().stream().anyMatch(KNOWN::contains) || lists.values().stream().anyMatch(AnswerList::isFull)
                    : lists.containsKey(key);
            if (!found && answer.get(wrapper) instanceof Map<?, ?> inner) {
                lists.putAll(listsOf(inner));
            }
        }
        if (key != null) {
            if (!lists.containsKey(key)) {
                throw new IllegalArgumentException("The answer to " + operation + " has no list '" + key + "', only " + lists.keySet()
                                                   + "; set listKey to one of these, or leave it out");
            }
            return lists.get(key);
        }
        for (String known : KNOWN) {
            if (lists.containsKey(known)) {
                return lists.get(known);
            }
        }
        List<List<?>> full = lists.values().stream().filter(AnswerList::isFull).toList();
        if (full.size() > 1) {
            throw new IllegalArgumentException("The answer to " + operation + " has several lists, " + lists.keySet()
                                               + "; set listKey to one of them, or splitEntries=false");
        }
        return full.isEmpty() && lists.isEmpty() ? null : full.isEmpty() ? List.of() : full.get(0);
    }

    private static boolean isFull(List<?> list) {
        return !list.isEmpty();
    }

    private static Map<String, List<?>> listsOf(Map<?, ?> object) {
        Map<String, List<?>> lists = new LinkedHashMap<>();
        object.forEach((name, value) -> {
            if (value instanceof List<?> list && list.stream().allMatch(FnosEntry.class::isInstance)) {
                lists.put(String.valueOf(name), list);
            }
        });
        return lists;
    }
}
