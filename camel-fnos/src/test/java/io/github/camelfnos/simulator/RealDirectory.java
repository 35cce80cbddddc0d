package io.github.camelfnos.simulator;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * A directory of this machine as the home of the NAS, for reading only. Nothing outside it is ever looked at: links
 * are entries and are never followed, neither at the end of a path nor within it.
 */
final class RealDirectory implements FileSource {

    private final Path root;
    private final UnreadableNames unreadableNames;

    RealDirectory(Path root, UnreadableNames unreadableNames) throws IOException {
        this.root = root.toRealPath();
        this.unreadableNames = unreadableNames;
    }

    @Override
    public Iterator<FileEntry> list(NasPath folder) throws RefusedException {
        try {
            return entries(folder, locate(folder)).iterator();
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new RefusedException(Errno.NOT_FOUND);
        } catch (NotDirectoryException e) {
            throw new RefusedException(Errno.NOT_A_FOLDER);
        } catch (AccessDeniedException e) {
            throw new RefusedException(Errno.NO_PERMISSION);
        } catch (IOException e) {
            throw new RefusedException(Errno.IO);
        }
    }

    private Path locate(NasPath folder) throws IOException {
        Path path = root;
        for (String segment : folder.segments()) {
            Path child = path.resolve(segment);
            // Some systems read more than one step into a segment, a drive for instance.
            if (!path.equals(child.getParent())) {
                throw new NoSuchFileException(segment);
            }
            if (!attributes(child).isDirectory()) {
                throw new NotDirectoryException(segment);
            }
            path = child;
        }
        return path;
    }

    private List<FileEntry> entries(NasPath folder, Path directory) throws IOException {
        List<FileEntry> entries = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (isReadable(directory, file)) {
                    addEntry(file, entries);
                } else {
                    unreadable.add(percentEncoded(file));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        unreadableNames.note(folder, unreadable);
        entries.sort(Comparator.comparing(FileEntry::name));
        return entries;
    }

    /** A name is readable when its text leads back to the very same file. */
    private static boolean isReadable(Path directory, Path file) {
        try {
            return directory.resolve(file.getFileName().toString()).equals(file);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** The path on the NAS as a URI writes it; only there does a path hand out the bytes of its name. */
    private String percentEncoded(Path file) {
        String below = file.toUri().getRawPath().substring(root.toUri().getRawPath().length());
        return NasPath.HOME + "/" + (below.endsWith("/") ? below.substring(0, below.length() - 1) : below);
    }

    private static void addEntry(Path file, List<FileEntry> entries) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = attributes(file);
        } catch (NoSuchFileException e) {
            // It went between the reading of the directory and this look at it: it is no longer there to be listed.
            return;
        }
        entries.add(new FileEntry(file.getFileName().toString(), attributes.isDirectory(), attributes.size(),
                seconds(attributes.lastModifiedTime()), seconds(attributes.creationTime())));
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static long seconds(FileTime time) {
        return time.toInstant().getEpochSecond();
    }
}
