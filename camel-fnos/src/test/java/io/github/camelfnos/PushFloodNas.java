package io.github.camelfnos;

import java.time.Duration;
import java.util.Map;

import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.SimulatorOptions;

/** A NAS in a process of its own that pushes numbered frames at full speed when it is told to. */
final class PushFloodNas {

    private PushFloodNas() {
    }

    /** @param args how many */
    public static void main(String[] args) {
        long count = Long.parseLong(args[0]);
        FnosSimulator nas = FnosSimulator.start(SimulatorOptions.defaults());
        long[] millis = new long[1];
        nas.on("flood.start", request -> {
            request.succeed(Map.of());
            long begin = System.nanoTime();
            nas.pushes().flood(count, n -> "{\"sysNotify\":\"numbered\",\"n\":" + n + "}")
                    .thenRun(() -> millis[0] = Math.max(1, Duration.ofNanos(System.nanoTime() - begin).toMillis()));
        });
        nas.on("flood.millis", request -> request.succeed(Map.of("millis", millis[0], "connections", nas.connections())));
        System.out.println(nas.port());
    }
}
