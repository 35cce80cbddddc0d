package io.github.camelfnos.simulator;

/** A file or folder together with the folder that it is in. */
record FilePlace(FileNode folder, String name, FileNode node) {

    void take() {
        folder.take(name);
    }
}
