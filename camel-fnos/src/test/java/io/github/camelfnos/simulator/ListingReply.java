package io.github.camelfnos.simulator;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import io.vertx.core.Vertx;

/**
 * The answer to one listing: data frames, then the end frame. A frame is made, on a worker thread, only when the
 * network has taken the one before it; so a slow reader of a huge folder costs the memory of one frame.
 */
final class ListingReply {

    /** Beyond 2^46 like the ones of a NAS. */
    static final long UVER = 115_537_670_504_450L;

    private final Vertx vertx;
    private final SimulatedRequest request;
    private final Callable<Iterator<Map<String, Object>>> listing;
    private final ListingForm form;
    private Iterator<Map<String, Object>> entries;

    ListingReply(Vertx vertx, SimulatedRequest request, Callable<Iterator<Map<String, Object>>> listing,
            ListingForm form) {
        this.vertx = vertx;
        this.request = request;
        this.listing = listing;
        this.form = form;
    }

    void send() {
        vertx.executeBlocking(this::nextFrame, false)
                .onFailure(request::failWith)
                .onSuccess(frame -> request.send(frame).onSuccess(taken -> goOn()));
    }

    private void goOn() {
        if (entries.hasNext()) {
            send();
        } else if (form.endFrame()) {
            request.succeed(Map.of());
        }
    }

    private String nextFrame() throws Exception {
        if (entries == null) {
            entries = listing.call();
        }
        List<Map<String, Object>> files = new ArrayList<>();
        while (files.size() < form.frameSize() && entries.hasNext()) {
            files.add(entries.next());
        }
        Map<String, Object> frame = new LinkedHashMap<>();
        frame.put("files", files);
        frame.put("uver", UVER);
        return request.textOf(frame);
    }
}
