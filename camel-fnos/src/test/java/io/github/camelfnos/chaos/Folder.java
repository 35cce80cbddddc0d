package io.github.camelfnos.chaos;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.github.camelfnos.simulator.FnosSimulator;

/** A folder on the NAS whose entries are known by its size. */
record Folder(int size) {

    private static final int[] SIZES = { 0, 1, 9, 10, 11, 47, 120 };

    static Folder any(Random random) {
        return new Folder(SIZES[random.nextInt(SIZES.length)]);
    }

    static void makeAll(FnosSimulator nas) {
        for (int size : SIZES) {
            Folder folder = new Folder(size);
            nas.files().mkdir(folder.path());
            for (int i = 0; i < size; i++) {
                nas.files().file(folder.path() + "/" + folder.name(i), i, 1_700_000_000L);
            }
        }
    }

    String path() {
        return "vol1/1000/folder of " + size;
    }

    /** Whether these are all of its entries, each once. */
    boolean isListedBy(List<?> entries) {
        Set<Object> names = new HashSet<>();
        entries.forEach(entry -> names.add(((Map<?, ?>) entry).get("name")));
        for (int i = 0; i < size; i++) {
            if (!names.contains(name(i))) {
                return false;
            }
        }
        return names.size() == size && entries.size() == size;
    }

    private String name(int index) {
        return size + "-文件-" + index;
    }
}
