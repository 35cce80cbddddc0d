package io.github.camelfnos.simulator;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A file or a folder of the in-memory tree; it has no name of its own, its folder knows it by one. */
final class FileNode {

    private final boolean folder;
    private final long size;
    private final long modified;
    private final NavigableMap<String, FileNode> children = new TreeMap<>();

    private FileNode(boolean folder, long size, long modified) {
        this.folder = folder;
        this.size = size;
        this.modified = modified;
    }

    static FileNode folder(long modified) {
        return new FileNode(true, 0, modified);
    }

    static FileNode file(long size, long modified) {
        return new FileNode(false, size, modified);
    }

    boolean isFolder() {
        return folder;
    }

    FileNode child(String name) {
        return children.get(name);
    }

    void put(String name, FileNode node) {
        children.put(name, node);
    }

    FileNode take(String name) {
        return children.remove(name);
    }

    FileNode copy() {
        FileNode copy = new FileNode(folder, size, modified);
        children.forEach((name, child) -> copy.put(name, child.copy()));
        return copy;
    }

    List<FileEntry> entries() {
        return children.entrySet().stream().map(child -> child.getValue().entry(child.getKey())).toList();
    }

    private FileEntry entry(String name) {
        return new FileEntry(name, folder, size, modified, modified);
    }

    /** Adds the paths of everything below to the list. */
    void collectPaths(String path, List<String> paths) {
        children.forEach((name, child) -> {
            String childPath = path + "/" + name;
            paths.add(childPath);
            child.collectPaths(childPath, paths);
        });
    }
}
