package io.github.camelfnos.simulator;

import java.util.ArrayList;
import java.util.List;

/** A path in the user's home, as the segments below {@code vol1/1000}. */
record NasPath(List<String> segments) {

    static final int UID = 1000;
    static final String VOLUME = "vol1";
    static final NasPath HOME = new NasPath(List.of());

    /** Reads a path of the NAS: 4101 for one that is none, 4100 for one outside the home. */
    static NasPath parse(String text) throws RefusedException {
        String relative = text.startsWith("/") ? text.substring(1) : text;
        List<String> segments = List.of(relative.split("/", -1));
        for (String segment : segments) {
            checkName(segment);
        }
        if (segments.size() < 2 || !segments.get(0).equals(VOLUME)
                || !segments.get(1).equals(Integer.toString(UID))) {
            throw new RefusedException(Errno.NOT_FOUND);
        }
        return new NasPath(segments.subList(2, segments.size()));
    }

    /** Refuses what cannot be the name of a file: empty, a dot or two, a slash or a NUL in it. */
    static void checkName(String name) throws RefusedException {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0
                || name.indexOf('\0') >= 0) {
            throw new RefusedException(Errno.INVALID_PATH);
        }
    }

    boolean isHome() {
        return segments.isEmpty();
    }

    String name() {
        return segments.get(segments.size() - 1);
    }

    NasPath parent() {
        return new NasPath(segments.subList(0, segments.size() - 1));
    }

    NasPath child(String name) {
        List<String> longer = new ArrayList<>(segments);
        longer.add(name);
        return new NasPath(longer);
    }

    boolean isInside(NasPath folder) {
        return segments.size() >= folder.segments.size()
                && segments.subList(0, folder.segments.size()).equals(folder.segments);
    }

    @Override
    public String toString() {
        String home = VOLUME + "/" + UID;
        return segments.isEmpty() ? home : home + "/" + String.join("/", segments);
    }
}
