package io.github.camelfnos;

import java.util.List;

import io.github.camelfnos.client.AnswerStream;
import io.github.camelfnos.client.ConnectionHandle;
import io.github.camelfnos.client.FnosFailure;
import io.github.camelfnos.protocol.Frame;

/** The entries of an answer's list, frame by frame. */
final class AnsweredEntries implements EntrySource {

    private final ConnectionHandle share;
    private final AnswerStream stream;
    private final String operation;
    private final AnswerList list;
    private int frames;

    /**
     * @param share   in the connection, released when this is closed
     * @param listKey which list it is, or null to find it
     */
    AnsweredEntries(ConnectionHandle share, AnswerStream stream, String operation, String listKey) {
        this.share = share;
        this.stream = stream;
        this.operation = operation;
        this.list = new AnswerList(operation, listKey);
    }

    @Override
    public List<FnosEntry> next() throws FnosFailure, InterruptedException {
        while (true) {
            Frame frame = stream.take();
            if (frame == null) {
                list.requireClear();
                return null;
            }
            frames++;
            List<FnosEntry> entries = list.ofPart(new FnosResponse(operation, frame.fields()));
            if (!entries.isEmpty()) {
                return entries;
            }
        }
    }

    @Override
    public int frames() {
        return frames;
    }

    @Override
    public boolean isComplete() {
        return stream.ended().join().complete();
    }

    @Override
    public List<FnosWalkFailure> failures() {
        return List.of();
    }

    @Override
    public void close() {
        stream.close();
        share.close();
    }
}
