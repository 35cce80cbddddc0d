package io.github.camelfnos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.camelfnos.simulator.FileTree;
import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.SimulatorOptions;

/** A NAS in a process of its own that has a large folder, or a large tree; it prints its port, and what {@link LargeListings} should find. */
final class LargeListingsNas {

    private LargeListingsNas() {
    }

    /**
     * @param args {@code folder}, {@code tree} or {@code deep}; how many entries; how often it cuts all connections, in ms, or 0; file for the
     *             paths
     */
    public static void main(String[] args) throws IOException {
        int entries = Integer.parseInt(args[1]);
        SimulatorOptions options = SimulatorOptions.defaults();
        FnosSimulator nas = FnosSimulator.start("folder".equals(args[0]) ? options.withEntries(entries) : options);
        if ("tree".equals(args[0])) {
            RandomTree.fill(nas.files(), entries, new Random().nextLong());
            Files.write(Path.of(args[3]), nas.files().paths());
        } else if ("deep".equals(args[0])) {
            fillDeep(nas.files(), entries);
            Files.write(Path.of(args[3]), nas.files().paths());
        }
        System.out.println("port=" + nas.port());
        cutEvery(Long.parseLong(args[2]), nas);
    }

    /** Twenty folders within each other, the files spread over them. */
    private static void fillDeep(FileTree tree, int entries) {
        StringBuilder path = new StringBuilder("vol1/1000");
        for (int level = 0; level < 20; level++) {
            path.append("/level").append(level);
            for (int n = 1; n < entries / 20; n++) {
                tree.file(path + "/file" + n, n, n);
            }
        }
    }

    private static void cutEvery(long millis, FnosSimulator nas) {
        nas.on("cuts.begin", request -> {
            request.succeed(Map.of());
            cutAgain(millis, nas, Executors.newSingleThreadScheduledExecutor(), new Random());
        });
    }

    /** After a random part of twice the time. */
    private static void cutAgain(long millis, FnosSimulator nas, ScheduledExecutorService timer, Random random) {
        timer.schedule(() -> {
            nas.faults().cutAll();
            cutAgain(millis, nas, timer, random);
        }, 20 + random.nextInt((int) (2 * millis)), TimeUnit.MILLISECONDS);
    }
}
