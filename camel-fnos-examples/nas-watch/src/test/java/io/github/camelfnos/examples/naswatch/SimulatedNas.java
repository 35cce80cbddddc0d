package io.github.camelfnos.examples.naswatch;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

import io.github.camelfnos.simulator.FnosSimulator;

/** A simulated NAS with one volume and two disks. What becomes of them is set while it runs. */
public final class SimulatedNas implements AutoCloseable {

    private static final long TOTAL = 4_000_000_000_000L;

    private final FnosSimulator simulator = FnosSimulator.start();
    private final Map<String, Disk> disks = new ConcurrentSkipListMap<>();
    private volatile long free;
    private volatile int unread;

    private record Disk(boolean good, int temperature) {
    }

    /** A NAS that is well. */
    public SimulatedNas() {
        beWell();
    }

    /** Mends all that was broken. */
    public void beWell() {
        free(1_000_000_000_000L);
        unread(0);
        disk("sda", true, 35);
        disk("sdb", true, 36);
        simulator.on("stor.getUserStorage", request -> request.succeed(
                Map.of("stor", List.of(Map.of("name", "vol1", "frsize", free, "fssize", TOTAL)))));
        simulator.on("stor.listDisk", request -> request.succeed(
                Map.of("disk", disks.keySet().stream().map(name -> Map.of("name", name)).toList())));
        simulator.on("stor.diskSmart", request -> request.succeed(
                Map.of("smart", Map.of("smart_status", Map.of("passed", disks.get(request.parameters().get("disk")).good())))));
        simulator.on("appcgi.resmon.disk", request -> request.succeed(Map.of("disk",
                disks.entrySet().stream().map(disk -> Map.of("name", disk.getKey(), "temp", disk.getValue().temperature())).toList())));
        simulator.on("notify.unreadTotal", request -> request.succeed(Map.of("unreadTotal", unread)));
    }

    /** The NAS itself, and what can go wrong with it. */
    public FnosSimulator simulator() {
        return simulator;
    }

    /** For {@code application-simulated.properties}. */
    public int getPort() {
        return simulator.port();
    }

    /** Sets how many bytes of the volume are free. */
    public void free(long bytes) {
        free = bytes;
    }

    /** Sets how many notifications are unread. */
    public void unread(int notifications) {
        unread = notifications;
    }

    /** Puts a disk in, or changes one. */
    public void disk(String name, boolean good, int temperature) {
        disks.put(name, new Disk(good, temperature));
    }

    /** Takes a disk out. */
    public void pull(String name) {
        disks.remove(name);
    }

    @Override
    public void close() {
        simulator.close();
    }
}
