package io.github.camelfnos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.simulator.SimulatorOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The files of the simulator: the in-memory tree, a real directory, and a made-up listing. */
@Timeout(60)
class FnosSimulatorFilesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String END = "{\"result\":\"succ\",\"reqid\":\"1\"}";

    @TempDir
    private Path temporary;
    private FnosSimulator simulator;
    private LiteralClient client;

    @BeforeEach
    void start() throws Exception {
        begin(SimulatorOptions.defaults());
    }

    @AfterEach
    void stop() {
        client.close();
        simulator.close();
    }

    private void restart(SimulatorOptions options) throws Exception {
        stop();
        begin(options);
    }

    private void begin(SimulatorOptions options) throws Exception {
        simulator = FnosSimulator.start(options);
        client = LiteralClient.connect(simulator.url());
        client.logIn("admin", "admin");
    }

    @Test
    void listsAFolderInFramesAndThenTheEnd() throws Exception {
        restart(SimulatorOptions.defaults().withFrameSize(2));
        simulator.files().mkdir("vol1/1000/d/b").file("vol1/1000/d/a", 1, 10).file("vol1/1000/d/c", 3, 30)
                .file("vol1/1000/d/b/below", 9, 9);

        sendLs("\"vol1/1000/d\"");

        JsonNode first = client.receive();
        assertEquals("{\"name\":\"a\",\"uid\":1000,\"size\":1,\"mtim\":10,\"btim\":10}",
                first.at("/files/0").toString());
        assertEquals("b", first.at("/files/1/name").textValue());
        assertEquals(1, first.at("/files/1/dir").intValue());
        assertFalse(first.at("/files/1").has("size"));
        assertEquals(2, first.get("files").size());
        assertFalse(first.has("result"));
        assertEquals("1", first.get("reqid").textValue());
        assertTrue(first.get("uver").longValue() > 1L << 46);
        JsonNode second = client.receive();
        assertEquals("c", second.at("/files/0/name").textValue());
        assertEquals(1, second.get("files").size());
        assertFalse(second.has("result"));
        assertEquals(END, client.receiveText());
    }

    @Test
    void aFullLastFrameIsFollowedByTheEndAtOnce() throws Exception {
        restart(SimulatorOptions.defaults().withFrameSize(2));
        simulator.files().file("vol1/1000/a", 1, 1).file("vol1/1000/b", 1, 1);

        sendLs("null");

        assertEquals(2, client.receive().get("files").size());
        assertEquals(END, client.receiveText());
    }

    @Test
    void anEmptyFolderIsOneEmptyFrameAndTheEnd() throws Exception {
        sendLs("\"vol1/1000\"");

        assertEquals("{\"files\":[],\"uver\":115537670504450,\"reqid\":\"1\"}", client.receiveText());
        assertEquals(END, client.receiveText());
    }

    @Test
    void idleAnswersHaveOneFrameAndNoEnd() throws Exception {
        restart(SimulatorOptions.defaults().withIdleAnswers(true).withFrameSize(1));
        simulator.files().file("vol1/1000/a", 1, 1).file("vol1/1000/b", 1, 1);

        sendLs("null");
        assertEquals(2, client.receive().get("files").size());
        client.send("{\"req\":\"ping\"}");
        assertEquals("{\"res\":\"pong\"}", client.receiveText());
        assertEquals(4100, errno("file.ls", "\"path\":\"vol1/1000/no\""));
    }

    @Test
    void theRootNamesTheVolumeOfItsEntries() throws Exception {
        simulator.files().file("vol1/1000/a", 1, 1);

        assertEquals("{\"name\":\"a\",\"v\":1,\"uid\":1000,\"size\":1,\"mtim\":1,\"btim\":1}",
                list("null").get(0).toString());
        assertFalse(list("\"vol1/1000\"").get(0).has("v"));
        assertFalse(list("\"/vol1/1000\"").get(0).has("v"));
        client.sendSigned("{\"req\":\"file.ls\",\"reqid\":\"1\"}");
        assertEquals(1, client.receive().at("/files/0/v").intValue());
    }

    @Test
    void lsDirListsOnlyFolders() throws Exception {
        simulator.files().mkdir("vol1/1000/d").file("vol1/1000/a", 1, 1);

        client.sendSigned("{\"req\":\"file.lsDir\",\"reqid\":\"1\",\"path\":\"vol1/1000\"}");

        JsonNode frame = client.receive();
        assertEquals(1, frame.get("files").size());
        assertEquals("d", frame.at("/files/0/name").textValue());
        assertEquals(END, client.receiveText());
    }

    @ParameterizedTest
    @CsvSource({
        "'\"vol1/1000/no\"', 4100", "'\"vol1/1000/file/x\"', 4100", "'\"vol1/1000/file\"', 4112",
        "'\"vol2/1000\"', 4100",
        "'\"vol1/1001\"', 4100", "'\"vol1\"', 4100", "'\"\"', 4101", "'\"/\"', 4101", "'\"vol1/1000/\"', 4101",
        "'\"vol1//1000\"', 4101", "'\"//vol1/1000\"', 4101", "'\"vol1/1000/..\"', 4101",
        "'\"vol1/1000/../1000\"', 4101", "'\"vol1/1000/./folder\"', 4101", "'\"vol1/1000/a\\u0000b\"', 4101",
        "42, 8192", "[], 8192", "{}, 8192"})
    void refusesToListWhatIsNoFolder(String path, int errno) throws Exception {
        simulator.files().mkdir("vol1/1000/folder").file("vol1/1000/file", 1, 1);

        assertEquals(errno, errno("file.ls", "\"path\":" + path));
    }

    @Test
    void makesFolders() throws Exception {
        assertEquals(0, errno("file.mkdir", "\"path\":\"vol1/1000/中文 'q\\\" 🐼\""));
        assertEquals(0, errno("file.mkdir", "\"path\":\"/vol1/1000/中文 'q\\\" 🐼/b\""));
        assertEquals(4102, errno("file.mkdir", "\"path\":\"vol1/1000/中文 'q\\\" 🐼\""));
        assertEquals(4102, errno("file.mkdir", "\"path\":\"vol1/1000\""));
        assertEquals(4100, errno("file.mkdir", "\"path\":\"vol1/1000/no/b\""));
        assertEquals(4101, errno("file.mkdir", "\"path\":\"vol1/1000/..\""));
        assertEquals(4101, errno("file.mkdir", "\"path\":\"vol1/1000/\""));
        assertEquals(8192, errno("file.mkdir", "\"path\":null"));
        assertEquals(8192, errno("file.mkdir", "\"paht\":\"vol1/1000/x\""));
        simulator.files().file("vol1/1000/file", 1, 1);
        assertEquals(4112, errno("file.mkdir", "\"path\":\"vol1/1000/file/b\""));
        assertEquals(4102, errno("file.mkdir", "\"path\":\"vol1/1000/file\""));

        assertEquals(List.of("vol1/1000/file", "vol1/1000/中文 'q\" 🐼", "vol1/1000/中文 'q\" 🐼/b"),
                simulator.files().paths());
    }

    @Test
    void removes() throws Exception {
        simulator.files().file("vol1/1000/a", 1, 1).file("vol1/1000/d/b", 1, 1).file("vol1/1000/e", 1, 1);

        assertEquals(4100, errno("file.rm", "\"files\":[\"vol1/1000/a\",\"vol1/1000/no\"]"));
        assertEquals(4101, errno("file.rm", "\"files\":[\"vol1/1000\"]"));
        assertEquals(8192, errno("file.rm", "\"files\":\"vol1/1000/a\""));
        assertEquals(8192, errno("file.rm", "\"files\":[]"));
        assertEquals(8192, errno("file.rm", "\"files\":[1]"));
        assertEquals(8192, errno("file.rm", "\"path\":\"vol1/1000/a\""));
        assertEquals(4, simulator.files().paths().size());
        assertEquals(0, errno("file.rm",
                "\"files\":[\"vol1/1000/d\",\"vol1/1000/d/b\",\"vol1/1000/a\",\"vol1/1000/a\"],"
                        + "\"moveToTrashbin\":true"));
        assertEquals(List.of("vol1/1000/e"), simulator.files().paths());
    }

    @Test
    void renames() throws Exception {
        simulator.files().file("vol1/1000/d/b", 1, 1).file("vol1/1000/a", 1, 1);

        assertEquals(0, errno("file.rename", "\"path\":\"vol1/1000/d\",\"newName\":\"新\""));
        assertEquals(0, errno("file.rename", "\"path\":\"vol1/1000/a\",\"newName\":\"a\""));
        assertEquals(4102, errno("file.rename", "\"path\":\"vol1/1000/a\",\"newName\":\"新\""));
        assertEquals(4100, errno("file.rename", "\"path\":\"vol1/1000/no\",\"newName\":\"x\""));
        assertEquals(4101, errno("file.rename", "\"path\":\"vol1/1000\",\"newName\":\"x\""));
        for (String name : List.of("", ".", "..", "a/b", "a\\u0000b")) {
            assertEquals(4101, errno("file.rename", "\"path\":\"vol1/1000/a\",\"newName\":\"" + name + "\""), name);
        }
        assertEquals(8192, errno("file.rename", "\"path\":\"vol1/1000/a\""));
        assertEquals(8192, errno("file.rename", "\"path\":\"vol1/1000/a\",\"newName\":7"));
        assertEquals(List.of("vol1/1000/a", "vol1/1000/新", "vol1/1000/新/b"), simulator.files().paths());
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 1, a.txt", "1, 0, 2, a.txt", "2, 0, 1, 'a(1).txt,a(2).txt,a.txt'", "3, 4102, 1, a.txt"})
    void copiesOntoATakenName(int overwrite, int errno, int sizeAfter, String names) throws Exception {
        simulator.files().file("vol1/1000/a.txt", 2, 2).file("vol1/1000/d/a.txt", 1, 1);
        if (overwrite == 2) {
            simulator.files().file("vol1/1000/d/a(1).txt", 7, 7);
        }

        assertEquals(errno, errno("file.cp", transfer("vol1/1000/a.txt", "vol1/1000/d", overwrite)));

        JsonNode files = list("\"vol1/1000/d\"");
        assertEquals(names, String.join(",", files.findValuesAsText("name")));
        assertEquals(sizeAfter, files.get(files.size() - 1).get("size").intValue());
        assertTrue(simulator.files().paths().contains("vol1/1000/a.txt"));
    }

    @Test
    void copiesWholeFolders() throws Exception {
        simulator.files().file("vol1/1000/d/e/f", 1, 1).mkdir("vol1/1000/t");

        assertEquals(0, errno("file.cp", transfer("vol1/1000/d", "vol1/1000/t", 3)));
        assertEquals(0, errno("file.mkdir", "\"path\":\"vol1/1000/t/d/only here\""));
        assertEquals(0, errno("file.cp", transfer("vol1/1000/t", "vol1/1000", 1)), "onto itself");

        assertEquals(List.of("vol1/1000/d", "vol1/1000/d/e", "vol1/1000/d/e/f", "vol1/1000/t", "vol1/1000/t/d",
                "vol1/1000/t/d/e", "vol1/1000/t/d/e/f", "vol1/1000/t/d/only here"), simulator.files().paths());
    }

    @Test
    void moves() throws Exception {
        simulator.files().file("vol1/1000/d/e/f", 5, 5).mkdir("vol1/1000/t").file("vol1/1000/t/x", 1, 1)
                .file("vol1/1000/x", 2, 2);

        assertEquals(0, errno("file.mv", transfer("vol1/1000/d", "vol1/1000/t", 0)));
        assertEquals(0, errno("file.mv", transfer("vol1/1000/x", "vol1/1000/t", 0)), "skipped, and reported as done");
        assertEquals(0, errno("file.mv", transfer("vol1/1000/x", "vol1/1000", 1)), "where it is already");
        assertEquals(List.of("vol1/1000/t", "vol1/1000/t/d", "vol1/1000/t/d/e", "vol1/1000/t/d/e/f",
                "vol1/1000/t/x", "vol1/1000/x"), simulator.files().paths());
        assertEquals(4102, errno("file.mv", transfer("vol1/1000/x", "vol1/1000/t", 3)));
        assertEquals(0, errno("file.mv", transfer("vol1/1000/x", "vol1/1000/t", 2)));
        simulator.files().file("vol1/1000/x", 3, 3);
        assertEquals(0, errno("file.mv", transfer("vol1/1000/x", "vol1/1000/t", 1)));
        assertEquals(List.of("vol1/1000/t", "vol1/1000/t/d", "vol1/1000/t/d/e", "vol1/1000/t/d/e/f",
                "vol1/1000/t/x", "vol1/1000/t/x(1)"), simulator.files().paths());
        assertEquals(3, list("\"vol1/1000/t\"").get(1).get("size").intValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"file.cp", "file.mv"})
    void refusesImpossibleTransfers(String operation) throws Exception {
        simulator.files().file("vol1/1000/d/e/f", 5, 5).file("vol1/1000/x", 1, 1);
        List<String> before = simulator.files().paths();

        assertEquals(4100, errno(operation, transfer("vol1/1000/no", "vol1/1000/d", 0)));
        assertEquals(4100, errno(operation, transfer("vol1/1000/x", "vol1/1000/no", 0)));
        assertEquals(4112, errno(operation, transfer("vol1/1000/d", "vol1/1000/x", 0)));
        assertEquals(327685, errno(operation, transfer("vol1/1000/d", "vol1/1000/d/e", 0)));
        assertEquals(327685, errno(operation, transfer("vol1/1000/d", "vol1/1000/d", 0)));
        assertEquals(327685, errno(operation, transfer("vol1/1000", "vol1/1000/d", 0)));
        assertEquals(8192, errno(operation, transfer("vol1/1000/x", "vol1/1000/d", 4)));
        assertEquals(8192, errno(operation, transfer("vol1/1000/x", "vol1/1000/d", -1)));
        assertEquals(8192, errno(operation, "\"files\":[\"vol1/1000/x\"],\"pathTo\":\"vol1/1000/d\""));
        assertEquals(8192, errno(operation, "\"files\":[\"vol1/1000/x\"],\"overwrite\":1"));
        assertEquals(before, simulator.files().paths());
    }

    @Test
    void theTreeIsFilledAndReadByTheTest() {
        assertThrows(IllegalArgumentException.class, () -> simulator.files().mkdir("docs"));
        assertThrows(IllegalArgumentException.class, () -> simulator.files().file("vol1/1000", 1, 1));
        simulator.files().file("vol1/1000/a", 1, 1).mkdir("vol1/1000/b/c");
        assertThrows(IllegalArgumentException.class, () -> simulator.files().mkdir("vol1/1000/a/b"));
        assertTrue(simulator.files().remove("vol1/1000/b"));
        assertFalse(simulator.files().remove("vol1/1000/b"));
        assertFalse(simulator.files().remove("vol1/1000"));
        assertEquals(List.of("vol1/1000/a"), simulator.files().paths());
    }

    @Test
    void readOnlyFilesCannotBeChanged() throws Exception {
        Files.createFile(temporary.resolve("kept"));
        for (SimulatorOptions options : List.of(SimulatorOptions.defaults().withRoot(temporary),
                SimulatorOptions.defaults().withEntries(3))) {
            restart(options);
            for (String operation : List.of("file.mkdir", "file.rm", "file.rename", "file.cp", "file.mv")) {
                assertEquals(4121, errno(operation, "\"path\":\"vol1/1000/x\",\"files\":[\"vol1/1000/kept\"]"),
                        operation);
            }
            assertThrows(IllegalStateException.class, simulator::files);
        }
        try (Stream<Path> files = Files.list(temporary)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void servesARealDirectoryAsItIs() throws Exception {
        Path outside = Files.writeString(Files.createDirectory(temporary.resolve("outside")).resolve("secret"), "hush");
        Path root = Files.createDirectory(temporary.resolve("root"));
        Path folder = Files.createDirectories(root.resolve("文件夹/a b"));
        Files.writeString(folder.resolve("it's \"quoted\" \\ 🐼.txt"), "12345");
        Files.writeString(folder.resolve(".hidden"), "");
        Files.writeString(folder.resolve("new\nline\t"), "1");
        Files.createSymbolicLink(root.resolve("link to a file"), outside);
        Files.createSymbolicLink(root.resolve("link to a folder"), outside.getParent());
        Files.createSymbolicLink(root.resolve("dangling"), Path.of("nowhere"));
        Files.createSymbolicLink(root.resolve("loop"), root);
        Files.setLastModifiedTime(folder.resolve(".hidden"), FileTime.fromMillis(-1500));
        Files.setLastModifiedTime(folder, FileTime.fromMillis(1_700_000_000_999L));
        restart(SimulatorOptions.defaults().withRoot(root).withFrameSize(1));

        List<String> served = new ArrayList<>();
        walk("vol1/1000", "", served);
        assertEquals(realRows(root), served);
        assertEquals(List.of(), simulator.unreadableNames());
        for (String link : List.of("link to a file", "link to a folder", "dangling", "loop")) {
            assertEquals(4112, errno("file.ls", "\"path\":\"vol1/1000/" + link + "\""), link);
        }
        assertEquals(4112, errno("file.ls", "\"path\":\"vol1/1000/loop/文件夹\""));
        assertEquals(4112, errno("file.ls", "\"path\":\"vol1/1000/link to a folder/secret\""));
        assertEquals(4100, errno("file.ls", "\"path\":\"vol1/1000/nothing\""));
        for (String escape : List.of("..", "../outside", "文件夹/../../outside", "./文件夹", "/", "文件夹//a b",
                "/etc")) {
            assertEquals(4101, errno("file.ls", "\"path\":\"vol1/1000/" + escape + "\""), escape);
        }
        assertEquals(4100, errno("file.ls", "\"path\":\"" + outside.getParent() + "\""));
        assertEquals(4101, errno("file.ls", "\"path\":\"vol1/1000/\\u0000\""));
    }

    @Test
    void theRootItselfMayBeALink() throws Exception {
        Files.writeString(Files.createDirectory(temporary.resolve("real")).resolve("a"), "1");
        restart(SimulatorOptions.defaults()
                .withRoot(Files.createSymbolicLink(temporary.resolve("link"), temporary.resolve("real"))));

        assertEquals("a", list("null").get(0).get("name").textValue());
    }

    @Test
    void seesChangesOfARealDirectory() throws Exception {
        restart(SimulatorOptions.defaults().withRoot(temporary));
        assertEquals(0, list("null").size());
        Path file = Files.writeString(temporary.resolve("a"), "1");
        assertEquals(1, list("null").size());
        Files.delete(file);
        assertEquals(0, list("null").size());
        Files.delete(temporary);
        assertEquals(4100, errno("file.ls", "\"path\":null"));
        Files.createDirectory(temporary);
    }

    @Test
    void leavesOutAndReportsNamesThatAreNoText() throws Exception {
        Path folder = Files.createDirectories(temporary.resolve("中 文"));
        Process touch = new ProcessBuilder("bash", "-c",
                "touch good \"$(printf 'bad\\377')\" \"$(printf 'bad%%\\200 x')\"; mkdir \"$(printf 'folder\\376')\"")
                .directory(folder.toFile()).inheritIO().start();
        assumeTrue(touch.waitFor() == 0, "this file system takes any bytes as a name");
        restart(SimulatorOptions.defaults().withRoot(temporary));

        for (int times = 0; times < 2; times++) {
            JsonNode files = list("\"vol1/1000/中 文\"");
            assertEquals(List.of("good"), files.findValuesAsText("name"));
        }

        String prefix = "vol1/1000/%E4%B8%AD%20%E6%96%87/";
        assertEquals(List.of(prefix + "bad%25%80%20x", prefix + "bad%FF", prefix + "folder%FE"),
                simulator.unreadableNames().stream().sorted().toList());
        assertEquals(3, simulator.unreadableNameCount());
    }

    @Test
    void remembersAThousandUnreadableNames() throws Exception {
        Process touch = new ProcessBuilder("bash", "-c",
                "for i in $(seq 1100); do printf 'bad\\377%s\\0' $i; done | xargs -0 touch")
                .directory(temporary.toFile()).inheritIO().start();
        assumeTrue(touch.waitFor() == 0, "this file system takes any bytes as a name");
        restart(SimulatorOptions.defaults().withRoot(temporary));

        assertEquals(0, list("null").size());

        assertEquals(1000, simulator.unreadableNames().size());
        assertEquals(1100, simulator.unreadableNameCount());
    }

    @Test
    void aFolderThatMayNotBeReadIs4352() throws Exception {
        Path locked = Files.createDirectory(temporary.resolve("locked"));
        Files.createDirectory(locked.resolve("below"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
        try {
            assumeFalse(Files.isReadable(locked), "root reads everything");
            restart(SimulatorOptions.defaults().withRoot(temporary));

            assertEquals(1, list("null").size());
            assertEquals(4352, errno("file.ls", "\"path\":\"vol1/1000/locked\""));
            assertEquals(4352, errno("file.ls", "\"path\":\"vol1/1000/locked/below\""));
        } finally {
            Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void makesUpAListing() throws Exception {
        restart(SimulatorOptions.defaults().withEntries(1001));

        sendLs("null");
        JsonNode first = client.receive();
        assertEquals(500, first.get("files").size());
        assertEquals("{\"name\":\"file-0001.bin\",\"v\":1,\"uid\":1000,\"size\":7919,"
                + "\"mtim\":1700000001,\"btim\":1700000001}",
                first.at("/files/0").toString());
        assertEquals(500, client.receive().get("files").size());
        assertEquals("file-1001.bin", client.receive().at("/files/0/name").textValue());
        assertEquals(END, client.receiveText());
        assertEquals(4112, errno("file.ls", "\"path\":\"vol1/1000/file-1001.bin\""));
        assertEquals(4100, errno("file.ls", "\"path\":\"vol1/1000/file-1002.bin\""));
        assertEquals(4100, errno("file.ls", "\"path\":\"vol1/1000/file-0001.bin/x\""));
        restart(SimulatorOptions.defaults().withEntries(0));
        assertEquals(0, list("null").size());
    }

    @Test
    void listingsRunSideBySide() throws Exception {
        restart(SimulatorOptions.defaults().withEntries(100).withFrameSize(1));
        for (int listing = 0; listing < 50; listing++) {
            client.sendSigned("{\"req\":\"file.ls\",\"reqid\":" + listing + ",\"path\":null}");
        }

        int[] frames = new int[50];
        for (int frame = 0; frame < 50 * 101; frame++) {
            JsonNode received = client.receive();
            int listing = received.get("reqid").intValue();
            assertEquals(frames[listing] == 100, received.has("result"));
            frames[listing]++;
        }
        for (int count : frames) {
            assertEquals(101, count);
        }
    }

    private void sendLs(String path) throws Exception {
        client.sendSigned("{\"req\":\"file.ls\",\"reqid\":\"1\",\"path\":" + path + "}");
    }

    /** All entries of a listing. */
    private JsonNode list(String path) throws Exception {
        sendLs(path);
        var files = JSON.createArrayNode();
        JsonNode frame = client.receive();
        while (frame.has("files")) {
            frame.get("files").forEach(files::add);
            frame = client.receive();
        }
        assertEquals(END, frame.toString());
        return files;
    }

    /** Sends a request with these parameters; gives 0 for a success. */
    private int errno(String operation, String parameters) throws Exception {
        JsonNode answer = client.call("{\"req\":\"" + operation + "\",\"reqid\":\"1\"," + parameters + "}");
        assertEquals(answer.has("errno") ? "fail" : "succ", answer.get("result").textValue());
        return answer.path("errno").intValue();
    }

    private static String transfer(String file, String pathTo, int overwrite) {
        return "\"files\":[\"" + file + "\"],\"pathTo\":\"" + pathTo + "\",\"overwrite\":" + overwrite;
    }

    private void walk(String nasPath, String relative, List<String> rows) throws Exception {
        for (JsonNode entry : list(JSON.writeValueAsString(nasPath))) {
            String path = relative + entry.get("name").textValue();
            boolean folder = entry.has("dir");
            rows.add(path + "|" + (folder ? "d" : entry.get("size").longValue()) + "|" + entry.get("mtim").longValue());
            if (folder) {
                walk(nasPath + "/" + entry.get("name").textValue(), path + "/", rows);
            }
        }
        rows.sort(null);
    }

    private static List<String> realRows(Path root) throws IOException {
        List<String> rows = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(file -> !file.equals(root)).sorted(Comparator.naturalOrder()).toList()) {
                BasicFileAttributes attributes =
                        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                rows.add(root.relativize(file) + "|" + (attributes.isDirectory() ? "d" : attributes.size()) + "|"
                        + Math.floorDiv(attributes.lastModifiedTime().toMillis(), 1000));
            }
        }
        rows.sort(null);
        return rows;
    }
}
