package io.github.camelfnos.simulator;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
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
            place(NasPath.parse(path)).take();
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
        List<FilePlace> places = places(paths);
        places.forEach(FilePlace::take);
    }

    synchronized void rename(NasPath path, String newName) throws RefusedException {
        NasPath.checkName(newName);
        FilePlace place = place(path);
        if (!newName.equals(place.name())) {
            putNew(place.folder(), newName, place.node());
            place.take();
        }
    }

    synchronized void copy(List<NasPath> paths, NasPath target, Overwrite overwrite) throws RefusedException {
        transfer(paths, target, overwrite).copy();
    }

    synchronized void move(List<NasPath> paths, NasPath target, Overwrite overwrite) throws RefusedException {
        transfer(paths, target, overwrite).move();
    }

    private FileTransfer transfer(List<NasPath> paths, NasPath target, Overwrite overwrite) throws RefusedException {
        FileNode folder = folder(target);
        for (NasPath path : paths) {
            if (node(path).isFolder() && target.isInside(path)) {
                throw new RefusedException(Errno.INSIDE_ITSELF);
            }
        }
        return new FileTransfer(places(paths), folder, overwrite);
    }

    private List<FilePlace> places(List<NasPath> paths) throws RefusedException {
        List<FilePlace> places = new ArrayList<>();
        for (NasPath path : new LinkedHashSet<>(paths)) {
            places.add(place(path));
        }
        return places;
    }

    /** Where a file is; the home is nowhere, so it cannot be moved or deleted. */
    private FilePlace place(NasPath path) throws RefusedException {
        if (path.isHome()) {
            throw new RefusedException(Errno.INVALID_PATH);
        }
        return new FilePlace(folder(path.parent()), path.name(), node(path));
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
