package io.github.camelfnos.simulator;

import java.util.List;

/** Files and folders on their way into another folder, where their names may be taken. */
final class FileTransfer {

    private final List<FilePlace> places;
    private final FileNode target;
    private final Overwrite overwrite;

    FileTransfer(List<FilePlace> places, FileNode target, Overwrite overwrite) {
        this.places = places;
        this.target = target;
        this.overwrite = overwrite;
    }

    void copy() throws RefusedException {
        checkNames(places);
        for (FilePlace place : places) {
            String name = freeOrOverwritten(place.name());
            // What is replaced by its own copy stays as it is.
            if (name != null && target.child(name) != place.node()) {
                target.put(name, place.node().copy());
            }
        }
    }

    void move() throws RefusedException {
        List<FilePlace> moving = places.stream().filter(place -> place.folder() != target).toList();
        checkNames(moving);
        for (FilePlace place : moving) {
            String name = freeOrOverwritten(place.name());
            if (name != null) {
                place.take();
                target.put(name, place.node());
            }
        }
    }

    /** Refuses before anything has changed. */
    private void checkNames(List<FilePlace> coming) throws RefusedException {
        if (overwrite == Overwrite.EXACT_NAME
                && coming.stream().anyMatch(place -> target.child(place.name()) != null)) {
            throw new RefusedException(Errno.EXISTS);
        }
    }

    /** The name in the target folder, or null when the file is left out because its name is taken. */
    private String freeOrOverwritten(String name) {
        if (target.child(name) == null) {
            return name;
        }
        return switch (overwrite) {
            case SKIP -> null;
            case REPLACE, EXACT_NAME -> name;
            case KEEP_BOTH -> numbered(name);
        };
    }

    private String numbered(String name) {
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String extension = name.substring(stem.length());
        int number = 1;
        while (target.child(stem + "(" + number + ")" + extension) != null) {
            number++;
        }
        return stem + "(" + number + ")" + extension;
    }
}
