package io.github.camelfnos;

import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.github.camelfnos.dsl.StaticEndpointBuilders;
import io.github.camelfnos.protocol.KnownOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The list of operations is that of the page, and helps who has mistyped one. */
class OperationsPageTest extends FnosTestSupport {

    @Test
    void thePageHasTheOperationsThatAreKnown() throws Exception {
        List<String> rows = Files.readAllLines(Path.of("..", "docs", "operations.md")).stream().filter(line -> line.startsWith("| `")).toList();

        assertEquals(KnownOperation.all().stream().map(OperationsPageTest::row).toList(), rows);
    }

    private static String row(KnownOperation operation) {
        String parameters = operation.parameters().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
        return "| `" + operation.name() + "` | " + operation.summary() + " | " + parameters + " | "
               + (operation.manyFrames() ? "many frames" : operation.task() ? "task" : "") + " |";
    }

    @Test
    void eachHasAConstantForEditorsToComplete() throws Exception {
        Map<String, Object> constants = new TreeMap<>();
        for (Field field : FnosOperations.class.getFields()) {
            constants.put(field.getName(), field.get(null));
        }

        assertEquals(KnownOperation.all().stream().map(KnownOperation::name).sorted().toList(),
                constants.values().stream().sorted().toList());
        assertEquals("appcgi.sysinfo.getHostName", FnosOperations.APPCGI_SYSINFO_GET_HOST_NAME);
        assertEquals("fnos://file.ls", StaticEndpointBuilders.fnos(FnosOperations.FILE_LS).getRawUri());
    }

    @Test
    void theOperationsAreSortedAndNoneStandsTwice() {
        List<String> names = KnownOperation.all().stream().map(KnownOperation::name).toList();

        assertEquals(names.stream().sorted().distinct().toList(), names);
        assertTrue(names.containsAll(List.of("user.info", "file.ls", "stor.listDisk", "appcgi.sysinfo.getUptime", "appcgi.resmon.cpu",
                "appcgi.network.net.list", "notify.list")));
    }

    @ParameterizedTest
    @CsvSource({ "file.list, file.ls", "file.1s, file.ls", "files.ls, file.ls", "FILE.LS, file.ls", "file.mkdirs, file.mkdir",
            "user.getInfo, user.info", "sysinfo.getUptime, appcgi.sysinfo.getUptime", "getHostName, appcgi.sysinfo.getHostName",
            "stor.listDisks, stor.listDisk", "resmon.cpu, appcgi.resmon.cpu",
            "ls, file.ls" })
    void anUnknownOperationIsAnsweredWithTheOneThatIsNext(String mistyped, String meant) {
        FnosInvalidRequestException failure = assertInstanceOf(FnosInvalidRequestException.class,
                send("fnos:" + mistyped, null, Map.of()).getException());

        assertTrue(failure.getMessage().contains("; did you mean " + meant + "? [reqid"), failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource({ "nothing.like.it", "a", "file.usage", "app.list" })
    void whatComesNextToNothingIsLeftAlone(String operation) {
        Exception failure = send("fnos:" + operation, null, Map.of()).getException();

        assertTrue(!failure.getMessage().contains("did you mean"), failure.getMessage());
    }
}
