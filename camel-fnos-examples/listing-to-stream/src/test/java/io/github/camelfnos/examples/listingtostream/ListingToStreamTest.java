package io.github.camelfnos.examples.listingtostream;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

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
        for (int round = 0; round < 3; round++) {
            if (round == 0) {
                tree.grow(1_500);
            } else {
                tree.change(80);
            }
            if (round != 1) {
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
        assertTrue(run.err().lines().reduce((first, last) -> last).orElse("").matches("The table is in step, but events wait .*: No resolvable bootstrap urls given in bootstrap.servers\\."), run.err());
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

    /** Whether there are two who send is seen when one takes longer than Camel would wait for it. */
    @Test
    void theEndWaitsForWhatIsBeingSentHoweverLongThatTakes() throws Exception {
        try (Connection database = postgres.getPostgresDatabase().getConnection(); Statement statement = database.createStatement()) {
            statement.execute("CREATE DATABASE slow");
        }
        String url = postgres.getJdbcUrl("postgres", "slow").replaceFirst("\\?.*", "");
        String[] args = args("--database-url", url, "--database-user", "postgres", "--file", folder.resolve("events.ndjson").toString());
        run(args);
        try (Connection database = DriverManager.getConnection(url, "postgres", ""); Statement statement = database.createStatement()) {
            statement.execute("INSERT INTO nas_event (kind, path, directory, noticed) VALUES ('added', 'vol1/1000/a', TRUE, CURRENT_TIMESTAMP)");
            statement.execute("CREATE FUNCTION slow() RETURNS trigger AS 'BEGIN PERFORM pg_sleep(2); RETURN OLD; END' LANGUAGE plpgsql");
            statement.execute("CREATE TRIGGER slow BEFORE DELETE ON nas_event FOR EACH ROW EXECUTE FUNCTION slow()");
        }
        System.setProperty("camel.main.shutdownTimeout", "1");
        try {
            assertEquals(1, run(args).counted("sent"));
        } finally {
            System.clearProperty("camel.main.shutdownTimeout");
        }
    }

    /** As while Kafka is away: what is sent is what has the lowest ids, and that changes. */
    @Test
    void theFileHasAnEventOnceAlsoWhenOthersComeBeforeIt() throws Exception {
        Path path = folder.resolve("events.ndjson");
        EventFile file = new EventFile(path);
        List<Event> events = IntStream.range(0, 1_000).mapToObj(id -> new Event("p", "{\"id\":" + id + "}")).toList();

        file.append(events.subList(300, 800));
        file.append(events.subList(0, 500));
        file.append(events.subList(0, 500));

        assertEquals(800, Files.readAllLines(path).size());
    }

    /** A program that writes to a file what nobody else does. */
    static final class Writer {

        private static final int EVENTS = 20_000;

        private Writer() {
        }

        public static void main(String[] args) throws Exception {
            EventFile file = new EventFile(Path.of(args[0]));
            for (int id = 0; id < EVENTS; id += 50) {
                file.append(IntStream.range(id, id + 50).mapToObj(i -> new Event("p", "{\"id\":" + i + ",\"of\":" + args[1] + "}")).toList());
            }
        }
    }

    @Test
    void twoProgramsCanWriteToOneFile() throws Exception {
        Path file = folder.resolve("events.ndjson");
        List<Process> writers = new ArrayList<>();
        for (String number : List.of("1", "2")) {
            writers.add(ProgramRun.start(Writer.class, folder.resolve(number), Map.of(), file.toString(), number));
        }
        for (Process writer : writers) {
            assertEquals(0, writer.waitFor());
        }

        assertEquals(2 * Writer.EVENTS, Files.readAllLines(file).stream().distinct().count());
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
    void aFileOfSomethingElseStaysAsItIs() throws Exception {
        tree.grow(5);
        Path other = Files.writeString(folder.resolve("letter.txt"), "Dear all,\n\nsee you");

        ProgramRun run = run(args("--database", folder.resolve("db").toString(), "--file", other.toString()));

        assertEquals(1, run.exitCode(), run.toString());
        assertTrue(run.err().contains(other + " is no file of events"), run.err());
        assertEquals("Dear all,\n\nsee you", Files.readString(other));
    }

    @Test
    void whatCannotBeMeantIsRefusedAndWhatCannotBeUsedIsOneSentence() throws Exception {
        assertEquals(2, run(args("--topic", "t")).exitCode());
        assertEquals(2, run(args("--kafka", broker.address(), "--topic", "t?brokers=evil.example:9092")).exitCode());
        for (Path properties : List.of(folder, folder.resolve("none"))) {
            assertEquals(2, run(args("--kafka", broker.address(), "--kafka-properties", properties.toString())).exitCode());
        }

        for (String file : List.of(folder.toString(), "/")) {
            ProgramRun run = run(args("--database", folder.resolve("db").toString(), "--file", file));

            assertEquals(1, run.exitCode());
            assertTrue(run.err().matches("The file [^\\n]* cannot be written: [^\\n]*\\.\\n"), run.err());
        }
        Path latin = Files.write(folder.resolve("latin.properties"), "client.id=é".getBytes(StandardCharsets.ISO_8859_1));
        Path malformed = Files.writeString(folder.resolve("malformed.properties"), "client.id=C:\\users");
        for (Path properties : List.of(latin, malformed)) {
            ProgramRun run = run(args("--database", folder.resolve("db").toString(), "--kafka", broker.address(), "--kafka-properties", properties.toString()));

            assertEquals(1, run.exitCode());
            assertTrue(run.err().matches("The file [^\\n]* of --kafka-properties [^\\n]*\\.\\n"), run.err());
        }
    }
}
