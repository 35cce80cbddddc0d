package io.github.camelfnos;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A NAS pushes faster than routes take it, in little memory: nothing is lost, and nobody else notices. NAS and routes are processes of
 * their own. The million of docs/endurance.md is run by {@code mvn -Plong}.
 */
class PushFloodTest {

    private static final long COUNT = Long.getLong("flood.pushes", 200_000);

    @TempDir
    private Path temporary;

    @Test
    void nothingIsLostInAFloodOfPushesAndNobodyElseNotices() throws Exception {
        Path spool = Files.createDirectory(temporary.resolve("spool"));
        Process nas = JavaProcess.start(List.of("-Xmx256m"), PushFloodNas.class, temporary.resolve("nas"), String.valueOf(COUNT));
        try (BufferedReader port = nas.inputReader(StandardCharsets.UTF_8)) {
            Process routes = JavaProcess.start(List.of("-Xmx64m"), PushFloodRoutes.class, temporary.resolve("routes"), port.readLine(),
                    String.valueOf(COUNT), spool.toString());
            String printed = new String(routes.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(routes.waitFor(60, TimeUnit.SECONDS));
            System.out.println("A flood of " + COUNT + " pushes:\n" + printed);
            assertEquals(0, routes.exitValue(), () -> printed + errors());
            check(printed.lines().filter(line -> line.contains("=")).map(line -> line.split("="))
                    .collect(Collectors.toMap(parts -> parts[0], parts -> Long.parseLong(parts[1]))));
        } finally {
            nas.destroyForcibly().waitFor();
        }
    }

    private String errors() {
        try {
            return Files.readString(temporary.resolve("routes"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void check(Map<String, Long> seen) {
        for (String route : List.of("slow", "delayed", "asking")) {
            assertEquals(COUNT, seen.get(route + ".done"), route);
            assertEquals(0, seen.get(route + ".wrong"), route + ": out of order, twice, with a gap, or before the one before it was done");
            assertTrue(seen.get(route + ".takenInFlood") <= COUNT / 5, route + " is too fast to show anything");
            assertTrue(seen.get(route + ".spooled") >= COUNT / 2, route + " had only " + seen.get(route + ".spooled") + " on disk at its peak");
        }
        assertTrue(seen.get("spoolBytes") > 0);
        assertEquals(0, seen.get("spoolFilesLeft"));
        assertEquals(2, seen.get("connections"), "a connection was lost and made again");
        // A request has to wait for the pushes before it in the sockets, and on two cores for the routes; but never for what is spooled.
        for (String phase : List.of("flooded", "draining")) {
            long beside = seen.get(phase + ".beside.micros");
            long elsewhere = seen.get(phase + ".elsewhere.micros");
            System.out.printf("Latency beside the %s routes / elsewhere: %.2f%n", phase, (double) beside / elsewhere);
            assertTrue(beside < 3 * elsewhere + 5_000, "requests wait behind pushes or for slow routes");
        }
    }
}
