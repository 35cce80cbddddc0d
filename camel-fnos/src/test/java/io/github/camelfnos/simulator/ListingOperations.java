package io.github.camelfnos.simulator;

import java.util.Iterator;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.vertx.core.Vertx;

/** The operations that list a folder. */
final class ListingOperations {

    private final Vertx vertx;
    private final FileSource source;
    private final ListingForm form;

    ListingOperations(Vertx vertx, FileSource source, ListingForm form) {
        this.vertx = vertx;
        this.source = source;
        this.form = form;
    }

    void addTo(Operations operations) {
        operations.add("file.ls", request -> list(request, entry -> true));
        operations.add("file.lsDir", request -> list(request, FileEntry::folder));
    }

    private void list(SimulatedRequest request, Predicate<FileEntry> wanted) throws RefusedException {
        String path = request.checkedParameters().textOrNull("path");
        NasPath folder = path == null ? NasPath.HOME : NasPath.parse(path);
        new ListingReply(vertx, request, () -> rows(folder, wanted, path == null), form).send();
    }

    private Iterator<Map<String, Object>> rows(NasPath folder, Predicate<FileEntry> wanted, boolean atRoot)
            throws RefusedException {
        Stream<FileEntry> entries = StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(source.list(folder), Spliterator.ORDERED), false);
        return entries.filter(wanted).map(entry -> entry.toFields(atRoot)).iterator();
    }
}
