package io.github.camelfnos;

import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.camel.Exchange;

import io.github.camelfnos.client.ConnectionHandle;
import io.github.camelfnos.client.FnosFailure;
import io.github.camelfnos.client.FolderWalk;
import io.github.camelfnos.client.WalkFailure;
import io.github.camelfnos.protocol.Answer;

/** The entries of a folder and all that is below it. */
final class WalkedEntries implements EntrySource {

    private final ConnectionHandle share;
    private final FolderWalk walk;
    private final Duration timeout;
    private final Exchange exchange;

    /** Exceptions are made when somebody looks at them, as a walk may leave thousands of folders out. */
    private final Map<Integer, FnosWalkFailure> seenFailures = new ConcurrentHashMap<>();

    /**
     * @param share    in the connection, released when this is closed
     * @param timeout  that each request of the walk has
     * @param exchange that it is for, as exceptions name it
     */
    WalkedEntries(ConnectionHandle share, FolderWalk walk, Duration timeout, Exchange exchange) {
        this.share = share;
        this.walk = walk;
        this.timeout = timeout;
        this.exchange = exchange;
    }

    @Override
    public List<FnosEntry> next() throws FnosFailure, InterruptedException {
        List<Map<String, Object>> entries = walk.next();
        return entries == null ? null : entries.stream().map(FnosEntry::new).toList();
    }

    /**
     * Takes all entries, and makes one answer of them: {@code files} and, if there are any, {@code failures}. Closes this.
     *
     * @param  first                 the answer to the first request
     * @throws FnosFailure           if the walk cannot go on
     * @throws IllegalStateException if a folder was not asked for that is not to be skipped
     * @throws InterruptedException  if this thread was interrupted
     */
    Answer collect(Answer first) throws FnosFailure, InterruptedException {
        try (this) {
            List<Object> files = new ArrayList<>();
            for (List<Map<String, Object>> part = walk.next(); part != null; part = walk.next()) {
                files.addAll(part);
            }
            Map<String, Object> payload = new LinkedHashMap<>();
            payload.put("files", Collections.unmodifiableList(files));
            List<Object> failures = List.copyOf(failures().stream().map(FnosWalkFailure::toFields).toList());
            if (!failures.isEmpty()) {
                payload.put("failures", failures);
            }
            return new Answer(first.reqid(), first.result(), first.rev(), 0, null, null, frames(), isComplete(), Collections.unmodifiableMap(payload));
        }
    }

    @Override
    public int frames() {
        return walk.frames();
    }

    @Override
    public boolean isComplete() {
        return walk.isComplete() && walk.failures().isEmpty();
    }

    @Override
    public List<FnosWalkFailure> failures() {
        List<WalkFailure> failures = walk.failures();
        return new AbstractList<>() {
            @Override
            public FnosWalkFailure get(int index) {
                return seenFailures.computeIfAbsent(index, any -> toFailure(failures.get(index)));
            }

            @Override
            public int size() {
                return failures.size();
            }
        };
    }

    private FnosWalkFailure toFailure(WalkFailure failure) {
        Exception exception = failure.reason() instanceof FnosFailure reason ? FnosException.of(reason, exchange, timeout) : failure.reason();
        return new FnosWalkFailure(failure.path(), exception);
    }

    @Override
    public void close() {
        walk.close();
        share.close();
    }
}
