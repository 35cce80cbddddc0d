package io.github.camelfnos.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which kinds of pushes somebody wants to hear of. Immutable. */
public final class PushKinds {

    /** All of them, those without a kind included. */
    public static final PushKinds ALL = new PushKinds(List.of());

    private final List<Pattern> patterns;

    private PushKinds(List<Pattern> patterns) {
        this.patterns = patterns;
    }

    /**
     * @param  text                     names of kinds, separated by commas, in which {@code *} stands for any text; null, and
     *                                  {@code *} alone, are all kinds
     * @throws IllegalArgumentException if one of the names is empty
     */
    public static PushKinds of(String text) {
        if (text == null || text.isBlank()) {
            return ALL;
        }
        List<Pattern> patterns = new ArrayList<>();
        for (String name : text.split(",", -1)) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("pushKinds has an empty name between its commas");
            }
            if (name.strip().equals("*")) {
                return ALL;
            }
            String regex = Arrays.stream(name.strip().split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
            patterns.add(Pattern.compile(regex, Pattern.DOTALL));
        }
        return new PushKinds(List.copyOf(patterns));
    }

    /** @param kind the kind of a push, or null if it has none, so that only a filter of all kinds matches it */
    public boolean matches(String kind) {
        return patterns.isEmpty() || kind != null && patterns.stream().anyMatch(pattern -> pattern.matcher(kind).matches());
    }
}
