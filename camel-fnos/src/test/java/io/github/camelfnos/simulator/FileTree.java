package io.github.camelfnos.simulator;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The files of the in-memory NAS. A test fills it and reads it back with the public methods; clients reach it through
 * the {@code file} operations. Paths are those of the NAS: {@code vol1/1000/folder/name}. Safe for any thread.
 */
public final class FileTree implements FileSource {

    private final FileNode home = FileNode.folder(now());

    FileTree() {
    }

    /**
     * Makes a folder and those above it; one that exists is left as it is.
     *
     * @throws IllegalArgumentException when the path is none, or leads through a file
     */
    public synchronized FileTree mkdir(String path) {
        makeFolder(pathOf(path));
        return this;
    }

    /**
     * Makes a file and the folders above it, in place of whatever had its name.
     *
     * @param modifiedSeconds Unix seconds, both of its change and of its birth
     * @throws IllegalArgumentException when the path is none, or leads through a file
     */
    public synchronized FileTree file(String path, long size, long modifiedSeconds) {
        NasPath nasPath = pathOf(path);
        if (nasPath.isHome()) {
            throw new IllegalArgumentException("The user's root is a folder: " + path);
        }
        makeFolder(nasPath.parent()).put(nasPath.name(), FileNode.file(size, modifiedSeconds));
        return this;
    }

    /**
     * Removes a file, or a folder with all that is in it.
     *
     * @return whether it was there
     */
    public synchronized boolean remove(String path) {
        try {
            NasPath nasPath = NasPath.parse(path);
            node(nasPath);
            delete(nasPath);
            return true;
        } catch (RefusedException e) {
            return false;
        }
    }

    /** The paths of every file and folder below the user's root, sorted. */
    public synchronized List<String> paths() {
        List<String> paths = new ArrayList<>();
        home.collectPaths(NasPath.HOME.toString(), paths);
        paths.sort(null);
        return List.copyOf(paths);
    }

    @Override
    public synchronized Iterator<FileEntry> list(NasPath folder) throws RefusedException {
        return folder(folder).entries().iterator();
    }

    synchronized void createFolder(NasPath path) throws RefusedException {
        if (path.isHome()) {
            throw new RefusedException(Errno.EXISTS);
        }
        putNew(folder(path.parent()), path.name(), FileNode.folder(now()));
    }

    /** Deletes all of them, or none when one is missing. */
    synchronized void delete(List<NasPath> paths) throws RefusedException {
        for (NasPath path : paths) {
            node(path);
        }
        for (NasPath path : paths) {
            delete(path);
        }
    }

    synchronized void rename(NasPath path, String newName) throws RefusedException {
        NasPath.checkName(newName);
        FileNode node = node(path);
        if (path.isHome()) {
            throw new RefusedException(Errno.INVALID_PATH);
        }
        if (!newName.equals(path.name())) {
            FileNode parent = folder(path.parent());
            putNew(parent, newName, node);
            parent.take(path.name());
        }
    }

    synchronized void copy(List<NasPath> paths, NasPath target, Overwrite overwrite) throws RefusedException {
        FileNode folder = targetFor(paths, target);
        for (NasPath path : paths) {
            FileNode node = node(path);
            String name = nameIn(folder, path.name(), overwrite);
            // Replacing a file by itself changes nothing.
            if (name != null && folder.child(name) != node) {
                folder.put(name, node.copy());
            }
        }
    }

    synchronized void move(List<NasPath> paths, NasPath target, Overwrite overwrite) throws RefusedException {
        FileNode folder = targetFor(paths, target);
        for (NasPath path : paths) {
            if (path.parent().equals(target)) {
                continue;
            }
            String name = nameIn(folder, path.name(), overwrite);
            if (name != null) {
                folder.put(name, folder(path.parent()).take(path.name()));
            }
        }
    }

    /** The target folder, when everything that is to go there exists and may. */
    private FileNode targetFor(List<NasPath> paths, NasPath target) throws RefusedException {
        FileNode folder = folder(target);
        for (NasPath path : paths) {
            if (node(path).isFolder() && target.isInside(path)) {
                throw new RefusedException(Errno.INSIDE_ITSELF);
            }
        }
        return folder;
    }

    /** The name that a file gets in the folder, or null when it is to be left out. */
    private static String nameIn(FileNode folder, String name, Overwrite overwrite) throws RefusedException {
        if (folder.child(name) == null) {
            return name;
        }
        return switch (overwrite) {
            case SKIP -> null;
            case REPLACE -> name;
            case KEEP_BOTH -> freeName(folder, name);
            case EXACT_NAME -> throw new RefusedException(Errno.EXISTS);
        };
    }

    private static String freeName(FileNode folder, String name) {
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String extension = name.substring(stem.length());
        int number = 1;
        while (folder.child(stem + "(" + number + ")" + extension) != null) {
            number++;
        }
        return stem + "(" + number + ")" + extension;
    }

    private FileNode node(NasPath path) throws RefusedException {
        FileNode node = home;
        for (String segment : path.segments()) {
            node = node.child(segment);
            if (node == null) {
                throw new RefusedException(Errno.NOT_FOUND);
            }
        }
        return node;
    }

    private FileNode folder(NasPath path) throws RefusedException {
        FileNode node = node(path);
        if (!node.isFolder()) {
            throw new RefusedException(Errno.NOT_A_FOLDER);
        }
        return node;
    }

    private void delete(NasPath path) throws RefusedException {
        if (path.isHome()) {
            throw new RefusedException(Errno.INVALID_PATH);
        }
        // What stood twice in a list, or in a folder of that list, has gone before.
        FileNode parent = folder(path.parent());
        parent.take(path.name());
    }

    private static void putNew(FileNode folder, String name, FileNode node) throws RefusedException {
        if (folder.child(name) != null) {
            throw new RefusedException(Errno.EXISTS);
        }
        folder.put(name, node);
    }

    private FileNode makeFolder(NasPath path) {
        FileNode node = home;
        for (String segment : path.segments()) {
            FileNode child = node.child(segment);
            if (child == null) {
                child = FileNode.folder(now());
                node.put(segment, child);
            } else if (!child.isFolder()) {
                throw new IllegalArgumentException(segment + " is a file in " + path);
            }
            node = child;
        }
        return node;
    }

    private static NasPath pathOf(String path) {
        try {
            return NasPath.parse(path);
        } catch (RefusedException e) {
            throw new IllegalArgumentException("Not a path below " + NasPath.HOME + ": " + path, e);
        }
    }

    private static long now() {
        return System.currentTimeMillis() / 1000;
    }
}
