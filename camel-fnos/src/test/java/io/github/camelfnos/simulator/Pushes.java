package io.github.camelfnos.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/**
 * What the NAS sends by itself, to every socket that is logged in as main. Every method may be called at any time from any
 * thread and does not wait for the network. The two kinds that end a session, {@code kicked} and {@code tokenExpired}, are
 * with the {@link Faults}.
 */
public final class Pushes {

    private static final String KIND = "sysNotify";

    private final ClientSockets sockets;
    private int cycled;

    Pushes(ClientSockets sockets) {
        this.sockets = sockets;
    }

    /** Says that pools or disks have changed. */
    public void storageChanged() {
        push(Map.of(KIND, "storageChanged"));
    }

    /** Says that the user has become an administrator, or is none any more. */
    public void privilegeChanged(boolean admin) {
        push(ordered(KIND, "privilegeChanged", "privilege", admin ? "1" : "0"));
    }

    /**
     * Reports on a long-running task.
     *
     * @param reqid of the request that started it, of whichever client
     * @param info  what there is to say, such as {@code percent}
     */
    public void taskInfo(String reqid, Map<String, ?> info) {
        Map<String, Object> task = ordered("reqid", reqid);
        task.putAll(info);
        push(ordered(KIND, "taskInfo", "taskInfo", task));
    }

    /** A kind that no client knows. */
    public void unknownKind(String kind) {
        push(ordered(KIND, kind, "value", 1));
    }

    /** A frame with an operation, and a reqid that no client has sent. */
    public void unknownReqid() {
        push(ordered("req", "file.watch", "reqid", "0000000000000000000000000000", "path", "vol1/1000"));
    }

    /** A frame without kind, operation and reqid. */
    public void withoutKind() {
        push(Map.of("value", 1));
    }

    /** A frame of any fields. */
    public void push(Map<String, ?> fields) {
        sockets.push(Json.write(fields));
    }

    /**
     * Pushes as fast as each socket takes it: writes while the network has room, and goes on when it has again. Requests are
     * answered in between.
     *
     * @param  count how many
     * @param  text  gives the frame of a number from 1; called once for each number and socket, on the socket's event loop
     * @return       ends when each socket has been given all, or has closed
     */
    public CompletableFuture<Void> flood(long count, LongFunction<String> text) {
        List<CompletableFuture<Void>> floods = sockets.pushTargets().stream().map(socket -> socket.flood(count, text)).toList();
        return CompletableFuture.allOf(floods.toArray(CompletableFuture[]::new));
    }

    /** One push after another of all the kinds above. */
    void cycle() {
        switch (cycled++ % 7) {
            case 0 -> storageChanged();
            case 1 -> privilegeChanged(true);
            case 2 -> privilegeChanged(false);
            case 3 -> taskInfo("0000000000000000000000000001", Map.of("percent", cycled % 100));
            case 4 -> unknownKind("weatherChanged");
            case 5 -> unknownReqid();
            default -> withoutKind();
        }
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }
}
