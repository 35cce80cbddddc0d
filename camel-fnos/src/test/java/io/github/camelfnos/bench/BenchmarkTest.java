package io.github.camelfnos.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The benchmark still runs, and writes what docs/benchmarks.md promises; its figures say nothing here. */
class BenchmarkTest {

    @TempDir
    private Path folder;

    @Test
    void everythingIsMeasuredAndWritten() throws Exception {
        Path json = folder.resolve("bench.json");
        Path output = folder.resolve("output.txt");
        Process benchmark = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Benchmark.class.getName(), json.toString(), "least")
                .redirectErrorStream(true).redirectOutput(output.toFile()).start();

        try {
            assertTrue(benchmark.waitFor(5, TimeUnit.MINUTES));
        } finally {
            benchmark.destroyForcibly();
        }

        assertEquals(0, benchmark.exitValue(), () -> read(output));
        JsonNode written = new ObjectMapper().readTree(json.toFile());
        assertEquals(2 * 4 * 6, written.get("comparison").size());
        for (JsonNode row : written.get("comparison")) {
            assertTrue(row.get("requestsPerSecond").asDouble() > 0, row::toString);
            assertTrue(row.get("p50Micros").asDouble() <= row.get("p99Micros").asDouble(), row::toString);
            for (String ratio : List.of("rate", "p50", "p99", "cpu", "bytes")) {
                assertTrue(row.get("ratioToRaw").has(ratio), row::toString);
            }
            assertTrue(row.get("ratioToRaw").get("rate").asDouble() > 0, row::toString);
        }
        assertEquals(2, written.get("serverLimitPerSecond").size());
        assertEquals(6, written.get("growthInFlight").size());
        assertEquals(2, written.get("streaming").get("sizes").size());
        assertTrue(written.get("streaming").has("peakHeapBytes"));
        assertTrue(written.get("pushesPerSecond").asDouble() > 0);
        assertTrue(written.get("outageEnd").get("micros").asDouble() > 0);
        assertEquals(1, written.get("dynamicEndpoints").get("connections").asInt());
        assertEquals(11, written.get("goals").size());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
