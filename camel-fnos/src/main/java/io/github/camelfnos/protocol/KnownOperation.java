package io.github.camelfnos.protocol;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * An operation that is known from the NAS's front end or from other clients. The list is {@code operations.tsv} beside this class; it limits
 * nothing, as a NAS may know many more.
 *
 * @param name       the command, such as {@code file.ls}
 * @param summary    what it does, or what it lists
 * @param parameters the names of its main parameters
 * @param manyFrames whether a long answer comes in several frames
 * @param task       whether it may go on as a task after its first answer
 */
public record KnownOperation(String name, String summary, List<String> parameters, boolean manyFrames, boolean task) {

    /** More differences would make anything out of anything. */
    private static final int MOST_DIFFERENCES = 3;

    private static final List<KnownOperation> ALL = load();

    /** All known operations, by name. */
    public static List<KnownOperation> all() {
        return ALL;
    }

    /**
     * The name of the known operation that a name comes next to: that of a few other letters, or the only one with the same last part.
     *
     * @return null if there is none, or the name itself is known
     */
    public static String closestTo(String name) {
        if (ALL.stream().anyMatch(known -> known.name.equals(name))) {
            return null;
        }
        String wanted = name.toLowerCase(Locale.ROOT);
        int most = Math.min(MOST_DIFFERENCES, wanted.length() / 3);
        String closest = ALL.stream().map(KnownOperation::name)
                .filter(known -> differences(wanted, known.toLowerCase(Locale.ROOT)) <= most)
                .min(Comparator.comparingInt(known -> differences(wanted, known.toLowerCase(Locale.ROOT)))).orElse(null);
        if (closest != null) {
            return closest;
        }
        List<String> sameEnd = ALL.stream().map(KnownOperation::name)
                .filter(known -> lastPart(known).equalsIgnoreCase(lastPart(name))).toList();
        return sameEnd.size() == 1 ? sameEnd.get(0) : null;
    }

    private static String lastPart(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** How many letters must be put in, left out or replaced to make one of the other. */
    private static int differences(String a, String b) {
        int[] before = new int[b.length() + 1];
        Arrays.setAll(before, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int[] here = new int[b.length() + 1];
            here[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                here[j] = Math.min(replaced, 1 + Math.min(before[j], here[j - 1]));
            }
            before = here;
        }
        return before[b.length()];
    }

    private static List<KnownOperation> load() {
        try (InputStream stream = KnownOperation.class.getResourceAsStream("operations.tsv");
             BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return lines.lines().skip(1).map(line -> line.split("\t", -1))
                    .map(column -> new KnownOperation(column[0], column[1],
                            column[2].isEmpty() ? List.of() : List.of(column[2].split(", ")), !column[3].isEmpty(), !column[4].isEmpty()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
