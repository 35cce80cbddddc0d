package io.github.camelfnos.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.Frame;
import io.github.camelfnos.protocol.Request;

/**
 * Lists a folder and all that is below it, level by level, in the memory of a few folders. Each entry gets its whole {@code path}. For one
 * reader; {@link #close} may be called by others.
 *
 * <p>
 * Folders are found when the reader takes the entries of the one that they are in. Those that wait to be listed are kept as records, in
 * memory and on disk; a few are asked for ahead of the reader. Paths follow the protocol, section 9: what the user's root lists is
 * {@code vol{v}/{uid}/{name}}.
 */
public final class FolderWalk implements AutoCloseable {

    /** The operation that lists a folder. */
    public static final String LIST = "file.ls";

    private static final String PATH = "path";
    private static final String FILES = "files";

    private final FnosConnection connection;
    private final Map<String, Object> parameters;
    private final Duration timeout;
    private final WalkSettings settings;
    private final List<WalkFailure> failures = Collections.synchronizedList(new ArrayList<>());
    private final String start;

    // What follows is guarded by this.
    private final FrameBuffer folders;
    private final Deque<Folder> ahead = new ArrayDeque<>();
    /** The one that is read; only the reader changes it. */
    private Folder current;
    private boolean closed;

    // What follows is the reader's.
    private int frames;
    private boolean complete = true;

    /** A folder that is asked for. */
    private record Folder(String path, int depth, FolderVisit visit) {
    }

    /**
     * @param parameters of {@code file.ls}; without {@code path} the user's root is listed
     * @param timeout    of each request
     */
    public FolderWalk(FnosConnection connection, Map<String, Object> parameters, Duration timeout, WalkSettings settings) {
        this.connection = connection;
        this.parameters = parameters;
        this.timeout = timeout;
        this.settings = settings;
        this.folders = new FrameBuffer(settings.limitsOfOne());
        Object path = parameters.get(PATH);
        this.start = path == null || path.toString().isBlank() ? null : path.toString().replaceAll("(?<=.)/+$", "");
    }

    /**
     * Asks for the first folder. To be called once, first.
     *
     * @return completes when its listing is there, or with the {@link FnosFailure} that it could not be had for
     */
    public CompletableFuture<Answer> begin() {
        Folder first = folder(start, 1);
        synchronized (this) {
            ahead.add(first);
        }
        first.visit.begin();
        return first.visit.listed();
    }

    /**
     * The entries of the next part of the walk, waiting for it; each is immutable and has a {@code path}, if it has a name.
     *
     * @return                       null after the last
     * @throws FnosFailure           if the walk cannot go on
     * @throws IllegalStateException if this is closed, or a folder was not asked for that is not to be skipped
     * @throws InterruptedException  if this thread was interrupted while it waited
     */
    public List<Map<String, Object>> next() throws FnosFailure, InterruptedException {
        while (true) {
            askAhead();
            if (current == null) {
                if (!enter()) {
                    return null;
                }
                if (!isListed(current)) {
                    leave();
                    continue;
                }
            }
            Frame frame = current.visit.take();
            if (frame == null) {
                leave();
                continue;
            }
            frames++;
            List<Map<String, Object>> entries = entriesOf(frame);
            askAhead();
            if (!entries.isEmpty()) {
                return entries;
            }
        }
    }

    private synchronized boolean enter() {
        requireOpen();
        current = ahead.poll();
        return current != null;
    }

    private void leave() {
        Folder left = current;
        synchronized (this) {
            current = null;
        }
        left.visit.close();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the walk is closed");
        }
    }

    /** Waits for the listing. */
    private boolean isListed(Folder folder) throws FnosFailure, InterruptedException {
        try {
            complete &= folder.visit.listed().get().complete();
            return true;
        } catch (CancellationException e) {
            throw new IllegalStateException("the walk is closed", e);
        } catch (ExecutionException e) {
            FnosFailure failure = (FnosFailure) FnosFailure.causeOf(e.getCause());
            failures.add(new WalkFailure(folder.path, failure));
            if (settings.failFast() || failure.isFinal() || isGivenUp()) {
                throw failure;
            }
            return false;
        }
    }

    /** Whether no folder can be had any more. */
    private boolean isGivenUp() {
        return connection.state() == ConnectionState.CLOSED || connection.state() == ConnectionState.FAILED;
    }

    private List<Map<String, Object>> entriesOf(Frame frame) throws FnosFailure {
        if (!(frame.fields().get(FILES) instanceof List<?> files)) {
            return List.of();
        }
        List<Map<String, Object>> entries = new ArrayList<>(files.size());
        for (Object file : files) {
            if (!(file instanceof Map<?, ?> fields)) {
                fail(current.path, "it holds something that is no entry");
                continue;
            }
            Map<String, Object> entry = new LinkedHashMap<>();
            fields.forEach((name, value) -> entry.put((String) name, value));
            String path = pathOf(entry);
            if (path != null) {
                entry.put(PATH, path);
            }
            if (isFolder(entry)) {
                find(path, entry);
            }
            entries.add(Collections.unmodifiableMap(entry));
        }
        return entries;
    }

    private String pathOf(Map<String, Object> entry) {
        if (!(entry.get("name") instanceof String name) || name.isEmpty()) {
            return null;
        }
        if (current.path != null) {
            return current.path + "/" + name;
        }
        return entry.get("v") == null || entry.get("uid") == null ? null : "vol" + entry.get("v") + "/" + entry.get("uid") + "/" + name;
    }

    private static boolean isFolder(Map<String, Object> entry) {
        return entry.get("dir") instanceof Number dir && dir.intValue() == 1 || Boolean.TRUE.equals(entry.get("dir"));
    }

    private void find(String path, Map<String, Object> entry) throws FnosFailure {
        if (path == null) {
            fail(String.valueOf(entry.get("name")), "what the NAS says of it makes no path");
        } else if (current.depth >= settings.maxDepth()) {
            fail(path, "it lies deeper than maxDepth, which is " + settings.maxDepth());
        } else {
            byte[] record = (current.depth + 1 + ":" + path).getBytes(StandardCharsets.UTF_8);
            synchronized (this) {
                requireOpen();
                try {
                    folders.add(record);
                } catch (IOException e) {
                    throw FnosFailure.spool(LIST, null, "could not be spooled to " + settings.limits().directory(), e);
                }
            }
        }
    }

    private void fail(String path, String reason) {
        IllegalStateException failure = new IllegalStateException("a folder was not listed, as " + reason);
        failures.add(new WalkFailure(path, failure));
        if (settings.failFast()) {
            throw failure;
        }
    }

    private void askAhead() throws FnosFailure {
        while (true) {
            Folder next;
            synchronized (this) {
                requireOpen();
                if (ahead.size() >= settings.concurrency() || folders.isEmpty()) {
                    return;
                }
                String record;
                try {
                    record = new String(folders.poll(), StandardCharsets.UTF_8);
                } catch (IOException e) {
                    throw FnosFailure.spool(LIST, null, "could not be read back from " + settings.limits().directory(), e);
                }
                int colon = record.indexOf(':');
                next = folder(record.substring(colon + 1), Integer.parseInt(record.substring(0, colon)));
                ahead.add(next);
            }
            next.visit.begin();
        }
    }

    private Folder folder(String path, int depth) {
        Map<String, Object> request = new LinkedHashMap<>(parameters);
        if (path != null) {
            request.put(PATH, path);
        }
        return new Folder(path, depth, new FolderVisit(connection, new Request(LIST, request), timeout, settings.limitsOfOne()));
    }

    /** In how many frames the walk has come so far. */
    public int frames() {
        return frames;
    }

    /** Whether every listing so far was ended by its own frame, and not by silence. */
    public boolean isComplete() {
        return complete;
    }

    /** The folders that could not be listed; more may be added at its end as long as the walk goes on. */
    public List<WalkFailure> failures() {
        return Collections.unmodifiableList(failures);
    }

    /** Gives up what has not come, and deletes what is on disk. Harmless when repeated. */
    @Override
    public void close() {
        List<Folder> open;
        synchronized (this) {
            closed = true;
            folders.clear();
            open = new ArrayList<>(ahead);
            ahead.clear();
            if (current != null) {
                open.add(current);
            }
        }
        open.forEach(folder -> folder.visit.close());
    }
}
