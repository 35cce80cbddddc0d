package io.github.camelfnos;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.github.camelfnos.simulator.FileTree;

/** Fills a NAS with folders and files of random shape: deep, wide, empty ones, and names that make trouble. */
final class RandomTree {

    private static final List<String> ODD = List.of("海", "a b", "%41", "x+y", "#1", "{x}", "..x", "ß", "😀", "'q'", "a&b=c");

    private RandomTree() {
    }

    /** Makes so many entries below the user's root; the same ones for the same seed. */
    static void fill(FileTree tree, int entries, long seed) {
        Random random = new Random(seed);
        List<String> folders = new ArrayList<>(List.of("vol1/1000"));
        for (int n = 0; n < entries; n++) {
            // Often one of the last, so that it gets deep.
            int chosen = random.nextInt(3) == 0 ? random.nextInt(folders.size())
                    : Math.max(0, folders.size() - 1 - random.nextInt(Math.min(40, folders.size())));
            String path = folders.get(chosen) + "/" + n + ODD.get(random.nextInt(ODD.size()));
            if (random.nextInt(10) == 0 && path.length() < 600) {
                tree.mkdir(path);
                folders.add(path);
            } else {
                tree.file(path, random.nextInt(1_000_000), 1_700_000_000L + n);
            }
        }
    }
}
