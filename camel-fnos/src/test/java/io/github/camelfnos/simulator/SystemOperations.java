package io.github.camelfnos.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the NAS tells about itself and about the user who is logged in. */
final class SystemOperations {

    static final String MACHINE_ID = "7d1f0c3a5b8e4f629a1c2d3e4f506172";

    private static final String HOST_NAME = "fnos-simulator";
    private static final String VERSION = "1.0.0";
    private static final long TOTAL_BYTES = 8_001_563_222_016L;
    private static final long FREE_BYTES = 5_497_558_138_880L;

    private final Switches switches;
    private final long startedAt = System.nanoTime();

    SystemOperations(Switches switches) {
        this.switches = switches;
    }

    void addTo(Operations operations) {
        operations.add("ping", this::ping);
        operations.add("user.info", this::userInfo);
        operations.add("user.isAdmin", request -> request.succeed(Map.of("admin", account(request).admin())));
        operations.add("appcgi.sysinfo.getHostName", this::hostName);
        operations.add("appcgi.sysinfo.getTrimVersion", request -> request.succeed(Map.of("trimVersion", VERSION)));
        operations.add("appcgi.sysinfo.getMachineId", request -> request.succeed(Map.of("machineId", MACHINE_ID)));
        operations.add("appcgi.sysinfo.getUptime", request -> request.succeed(Map.of("uptime", uptimeSeconds())));
        operations.add("stor.getUserStorage", this::userStorage);
        operations.add("notify.unreadTotal", request -> request.succeed(Map.of("unreadTotal", 0)));
    }

    private void ping(SimulatedRequest request) {
        if (!switches.arePongsDropped()) {
            request.replyText("{\"res\":\"pong\"}");
        }
    }

    private static Account account(SimulatedRequest request) {
        return request.clientSocket().session().account();
    }

    private void userInfo(SimulatedRequest request) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("uid", NasPath.UID);
        payload.put("user", account(request).user());
        payload.put("admin", account(request).admin());
        payload.put("bannedTime", 0);
        request.succeed(payload);
    }

    private void hostName(SimulatedRequest request) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("hostName", HOST_NAME);
        payload.put("trimVersion", VERSION);
        request.succeed(payload);
    }

    private long uptimeSeconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedAt);
    }

    private void userStorage(SimulatedRequest request) {
        Map<String, Object> volume = new LinkedHashMap<>();
        volume.put("name", "vol1");
        volume.put("frsize", FREE_BYTES);
        volume.put("fssize", TOTAL_BYTES);
        request.succeed(Map.of("stor", List.of(volume)));
    }
}
