package io.github.camelfnos.examples.listingtostream;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import io.github.camelfnos.examples.listingsync.ChangingTree;
import io.github.camelfnos.examples.listingsync.ProgramRun;
import io.github.camelfnos.simulator.FnosSimulator;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Who has nothing but the events has the tree, whatever happens to the program on the way. */
class ListingToStreamTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("FNOS_PASSWORD", "admin");
    /** So that a process that is to be killed is killed while it sends. */
    private static final Map<String, String> EAGER = Map.of("FNOS_PASSWORD", "admin", "JAVA_TOOL_OPTIONS", "-Dlisting-to-stream.period=5");
    private static final int ROUNDS = 5;

    @TempDir
    private static Path brokerFolder;
    private static KafkaBroker broker;
    private static EmbeddedPostgres postgres;

    @TempDir
    private Path folder;
    private final FnosSimulator nas = FnosSimulator.start();
    private final ChangingTree tree = new ChangingTree(nas.files(), 815);

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.start();
        broker = KafkaBroker.start(brokerFolder);
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
        postgres.close();
    }

    @AfterEach
    void stopNas() {
        nas.close();
    }

    private String[] args(String... further) {
        List<String> args = new ArrayList<>(List.of("--host", nas.host(), "--port", String.valueOf(nas.port()), "--username", "admin"));
        args.addAll(List.of(further));
        return args.toArray(String[]::new);
    }

    private static ProgramRun run(String... args) {
        return ProgramRun.here(ListingToStream.commandLine(ENVIRONMENT), args);
    }

    /** Runs it, and ends it by force when so much was sent, if it has not ended before. */
    private void kill(LongSupplier sent, int more, String... args) throws Exception {
        long before = sent.getAsLong();
        Process program = ProgramRun.start(ListingToStream.class, folder.resolve("killed.txt"), EAGER, args);
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(1))
                .until(() -> sent.getAsLong() >= before + more || !program.isAlive());
        program.destroyForcibly().waitFor();
        assertTrue(sent.getAsLong() > before, () -> "nothing was sent");
    }

    @Test
    void theFileHasEachChangeOnceThoughTheProgramIsKilled() throws Exception {
        Path file = folder.resolve("events.ndjson");
        String[] args = args("--database", folder.resolve("db").toString(), "--file", file.toString());
        long changes = 0;
        Map<String, List<Long>> before = Map.of();
        for (int round = 0; round < ROUNDS; round++) {
            if (round == 0) {
                tree.grow(2_000);
            } else {
                tree.change(80);
            }
            if (round % 2 == 0) {
                kill(() -> file.toFile().length(), 1 + round * 3_000, args);
            }

            ProgramRun run = run(args);

            assertEquals("", run.err(), "round " + round);
            Replica replica = Replica.of(Files.lines(file));
            assertEquals(tree.entries(), replica.entries(), "round " + round);
            changes += ChangingTree.differences(before, tree.entries());
            assertEquals(changes, replica.count(), "round " + round);
            assertEquals(0, replica.repeated(), "round " + round);
            before = tree.entries();
        }
    }

    @Test
    void kafkaHasEachChangeInTheOrderOfItsPath() throws Exception {
        String url = postgres.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", "");
        String[] args = args("--database-url", url, "--database-user", "postgres", "--kafka", broker.address(), "--topic", KafkaBroker.TOPIC);
        long changes = 0;
        Map<String, List<Long>> before = Map.of();
        for (int round = 0; round < 4; round++) {
            if (round == 0) {
                tree.grow(1_500);
            } else {
                tree.change(80);
            }
            if (round % 3 == 0) {
                kill(() -> nas.requestCount("file.ls"), 40, args);
            }

            ProgramRun run = run(args);

            assertEquals("", run.err(), "round " + round);
            List<ConsumerRecord<String, String>> records = broker.records(KafkaBroker.TOPIC);
            Replica replica = Replica.of(records.stream().map(ConsumerRecord::value));
            assertEquals(tree.entries(), replica.entries(), "round " + round);
            changes += ChangingTree.differences(before, tree.entries());
            assertEquals(changes, replica.count(), "round " + round);
            assertTrue(replica.repeated() <= 1_000, replica.repeated() + " repeated");
            before = tree.entries();
        }
        assertTrue(broker.records(KafkaBroker.TOPIC).stream().allMatch(record -> record.value().contains("\"path\":\"" + escaped(record.key()) + "\"")));
    }

    private static String escaped(String path) {
        return path.replace("\\", "\\\\");
    }

    @Test
    void eventsWaitForABrokerThatIsAwayAndAreNotWrittenToTheFileTwice() throws Exception {
        tree.grow(30);
        Path properties = Files.writeString(folder.resolve("kafka.properties"), "max.block.ms=300\n");
        String[] database = {"--database", folder.resolve("db").toString()};
        Path file = folder.resolve("events.ndjson");

        ProgramRun away = run(args(both(database, "--file", file.toString(), "--kafka", "127.0.0.1:1", "--kafka-properties", properties.toString())));

        assertEquals(1, away.exitCode(), away.toString());
        assertTrue(away.err().lines().reduce((first, last) -> last).orElse("")
                .startsWith("The table is in step, but events wait in its outbox for the next run: "), away.err());
        ProgramRun back = run(args(both(database, "--file", file.toString(), "--kafka", broker.address(), "--topic", "late")));
        assertEquals(0, back.exitCode(), back.toString());
        assertEquals(0, back.counted("added"));
        assertEquals(30, back.counted("sent"));
        Replica replica = Replica.of(Files.lines(file));
        assertEquals(tree.entries(), replica.entries());
        assertEquals(0, replica.repeated(), "the file had them already");
        assertEquals(tree.entries(), Replica.of(broker.records("late").stream().map(ConsumerRecord::value)).entries());
    }

    @Test
    void brokersWhoseNameIsNotKnownAreAwayAndDoNotKeepTheTableFromBeingInStep() throws Exception {
        tree.grow(3);

        ProgramRun run = run(args("--database", folder.resolve("db").toString(), "--kafka", "broker.invalid:9092"));

        assertEquals(1, run.exitCode());
        assertEquals(3, run.counted("added"));
        assertTrue(run.err().lines().reduce((first, last) -> last).orElse("").startsWith("The table is in step, but events wait "), run.err());
    }

    private static String[] both(String[] some, String... others) {
        List<String> both = new ArrayList<>(List.of(some));
        both.addAll(List.of(others));
        return both.toArray(String[]::new);
    }

    @Test
    void aLineThatWasHalfWrittenIsWrittenAnew() throws Exception {
        tree.grow(5);
        Path file = folder.resolve("events.ndjson");
        byte[] half = "{\"id\":7,\"path\":\"vol1/1000/海".getBytes(StandardCharsets.UTF_8);
        Files.write(file, half);

        run(args("--database", folder.resolve("db").toString(), "--file", file.toString()));

        assertEquals(tree.entries(), Replica.of(Files.lines(file)).entries());
    }

    @Test
    void aChangeIsSentWhileTheProgramGoesOn() throws Exception {
        tree.grow(5);
        Path file = folder.resolve("events.ndjson");
        Process program = ProgramRun.start(ListingToStream.class, folder.resolve("out.txt"), ENVIRONMENT,
                args("--database", folder.resolve("db").toString(), "--file", file.toString(), "--every", "3600"));
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(file) && Replica.of(Files.lines(file)).entries().equals(tree.entries()));

        tree.change(20);
        nas.pushes().storageChanged();

        await().atMost(Duration.ofSeconds(60)).until(() -> Replica.of(Files.lines(file)).entries().equals(tree.entries()));
        program.destroy();
        assertEquals(143, program.waitFor());
    }

    @Test
    void aDryRunSendsNothing() {
        tree.grow(5);
        Path file = folder.resolve("events.ndjson");

        ProgramRun run = run(args("--database", folder.resolve("db").toString(), "--file", file.toString(), "--dry-run"));

        assertEquals(5, run.counted("added"));
        assertFalse(Files.exists(file));
    }

    @Test
    void whatCannotBeMeantIsRefusedAndWhatCannotBeUsedIsOneSentence() throws Exception {
        assertEquals(2, run(args("--topic", "t")).exitCode());
        assertEquals(2, run(args("--kafka", broker.address(), "--kafka-properties", folder.resolve("none").toString())).exitCode());

        for (String file : List.of(folder.toString(), "/")) {
            ProgramRun run = run(args("--database", folder.resolve("db").toString(), "--file", file));

            assertEquals(1, run.exitCode());
            assertTrue(run.err().matches("The file [^\\n]* cannot be written: [^\\n]*\\.\\n"), run.err());
        }
        Path latin = Files.write(folder.resolve("latin.properties"), "client.id=é".getBytes(StandardCharsets.ISO_8859_1));
        Path malformed = Files.writeString(folder.resolve("malformed.properties"), "client.id=C:\\users");
        for (Path properties : List.of(latin, malformed, folder)) {
            ProgramRun run = run(args("--database", folder.resolve("db").toString(), "--kafka", broker.address(), "--kafka-properties", properties.toString()));

            assertEquals(1, run.exitCode());
            assertTrue(run.err().matches("The file [^\\n]* of --kafka-properties [^\\n]*\\.\\n"), run.err());
        }
    }
}
