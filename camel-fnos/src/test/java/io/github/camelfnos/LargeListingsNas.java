package io.github.camelfnos;

import java.util.List;
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

    /** @param args {@code folder}, {@code tree} or {@code deep}; how many entries; how often it cuts all connections, in ms, or 0 */
    public static void main(String[] args) {
        int entries = Integer.parseInt(args[1]);
        SimulatorOptions options = SimulatorOptions.defaults();
        FnosSimulator nas = FnosSimulator.start("folder".equals(args[0]) ? options.withEntries(entries) : options);
        if ("tree".equals(args[0])) {
            RandomTree.fill(nas.files(), entries, new Random().nextLong());
            tell(nas.files().paths());
        } else if ("deep".equals(args[0])) {
            fillDeep(nas.files(), entries);
            tell(nas.files().paths());
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

    private static void tell(List<String> paths) {
        System.out.println("count=" + paths.size());
        System.out.println("sum=" + paths.stream().mapToLong(LargeListings::hash).sum());
    }

    private static void cutEvery(long millis, FnosSimulator nas) {
        if (millis > 0) {
            // From the first listing on: a walk whose first folder cannot be had does not begin.
            nas.on("cuts.begin", request -> {
                ScheduledExecutorService cuts = Executors.newSingleThreadScheduledExecutor();
                cuts.scheduleWithFixedDelay(nas.faults()::cutAll, millis, millis, TimeUnit.MILLISECONDS);
                request.succeed(Map.of());
            });
        }
    }
}
