package io.github.camelfnos.examples.listingsync;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import io.github.camelfnos.simulator.FileTree;

/** A tree on a NAS that changes at random, and a record of how it should be that has nothing to do with the program. */
public final class ChangingTree {

    private static final String HOME = "vol1/1000";
    private static final List<String> ODD = List.of("海", " b", "%41", "x+y", "#1", "{x}", "..x", "ß", "😀", "'q'", "a&b=c", "_", "\\");

    private final FileTree files;
    private final Random random;
    /** By path: the size and the time of a file, and null of a folder. */
    private final TreeMap<String, List<Long>> entries = new TreeMap<>();
    private int names;

    /** @param files those of a NAS, empty yet */
    public ChangingTree(FileTree files, long seed) {
        this.files = files;
        this.random = new Random(seed);
    }

    Set<String> paths() {
        return new HashSet<>(entries.keySet());
    }

    /** What there is by path: the size and the time of a file, and null of a folder. */
    public Map<String, List<Long>> entries() {
        return new TreeMap<>(entries);
    }

    /** How many entries are not the same in two trees. */
    public static long differences(Map<String, List<Long>> before, Map<String, List<Long>> after) {
        Set<String> paths = new HashSet<>(before.keySet());
        paths.addAll(after.keySet());
        return paths.stream().filter(path -> before.containsKey(path) != after.containsKey(path)
                || !Objects.equals(before.get(path), after.get(path))).count();
    }

    /** Adds files and folders. */
    public void grow(int count) {
        List<String> folders = new ArrayList<>(folders());
        for (int i = 0; i < count; i++) {
            String parent = folders.get(Math.max(0, folders.size() - 1 - random.nextInt(Math.min(200, folders.size()))));
            String path = add(parent, random.nextInt(25) == 0);
            if (entries.get(path) == null) {
                folders.add(path);
            }
        }
    }

    private List<String> folders() {
        List<String> folders = new ArrayList<>(List.of(HOME));
        entries.forEach((path, file) -> {
            if (file == null) {
                folders.add(path);
            }
        });
        return folders;
    }

    private String add(String parent, boolean folder) {
        String path = parent + "/" + names++ + ODD.get(random.nextInt(ODD.size()));
        if (folder && path.length() < 700) {
            files.mkdir(path);
            entries.put(path, null);
        } else {
            put(path);
        }
        return path;
    }

    private void put(String path) {
        long size = random.nextInt(1_000_000);
        long time = 1_700_000_000L + names++;
        files.file(path, size, time);
        entries.put(path, List.of(size, time));
    }

    /** Adds, changes, renames and removes. */
    public void change(int count) {
        for (int i = 0; i < count; i++) {
            List<String> all = new ArrayList<>(entries.keySet());
            String path = all.get(random.nextInt(all.size()));
            switch (random.nextInt(5)) {
                case 0, 1 -> add(entries.get(path) == null ? path : path.substring(0, path.lastIndexOf('/')), random.nextInt(4) == 0);
                case 2 -> {
                    if (entries.get(path) != null) {
                        put(path);
                    }
                }
                case 3 -> {
                    if (below(path).size() < 100) {
                        rename(path);
                    }
                }
                default -> {
                    if (below(path).size() < 100) {
                        remove(path);
                    }
                }
            }
        }
    }

    private Map<String, List<Long>> below(String path) {
        return new TreeMap<>(entries.subMap(path + "/", path + "0"));
    }

    private void remove(String path) {
        files.remove(path);
        entries.keySet().removeAll(below(path).keySet());
        entries.remove(path);
    }

    private void rename(String path) {
        Map<String, List<Long>> moved = below(path);
        List<Long> file = entries.get(path);
        String to = path.substring(0, path.lastIndexOf('/') + 1) + "renamed " + names++;
        remove(path);
        restore(to, file);
        moved.forEach((old, its) -> restore(to + old.substring(path.length()), its));
    }

    private void restore(String path, List<Long> file) {
        if (file == null) {
            files.mkdir(path);
        } else {
            files.file(path, file.get(0), file.get(1));
        }
        entries.put(path, file);
    }

    /** Some folders that are there. */
    Set<String> someFolders(int count) {
        List<String> folders = folders();
        folders.remove(HOME);
        Set<String> some = new HashSet<>();
        while (some.size() < count) {
            some.add(folders.get(random.nextInt(folders.size())));
        }
        return some;
    }
}
