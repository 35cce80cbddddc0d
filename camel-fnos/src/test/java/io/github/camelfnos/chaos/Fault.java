package io.github.camelfnos.chaos;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

import io.github.camelfnos.simulator.Direction;
import io.github.camelfnos.simulator.FaultProxy;
import io.github.camelfnos.simulator.FnosSimulator;

/** What goes wrong: for a moment, or until all is calmed again. */
enum Fault {

    CUT(0, (proxy, nas, random) -> proxy.cut()),
    RESET(0, (proxy, nas, random) -> proxy.reset()),
    FREEZE(3_000, (proxy, nas, random) -> proxy.freeze()),
    FREEZE_ONE_WAY(3_000, (proxy, nas, random) -> proxy.freeze(direction(random))),
    DELAY(1_500, (proxy, nas, random) -> proxy.delay(Duration.ofMillis(1 + random.nextInt(400)))),
    THROTTLE(1_500, (proxy, nas, random) -> proxy.throttle(2_000 + random.nextInt(500_000))),
    CUT_AFTER(1_500, (proxy, nas, random) -> proxy.cutAfter(direction(random), random.nextInt(60_000))),
    RESET_AFTER(1_500, (proxy, nas, random) -> proxy.resetAfter(direction(random), random.nextInt(60_000))),
    CUT_IN_THE_UPGRADE_OR_LOGIN(1_000, (proxy, nas, random) -> {
        proxy.cutAfter(direction(random), random.nextInt(3_000));
        proxy.reset();
    }),
    GARBAGE(0, (proxy, nas, random) -> {
        byte[] bytes = new byte[1 + random.nextInt(200)];
        random.nextBytes(bytes);
        proxy.garbage(bytes);
    }),
    HALF_A_FRAME(0, (proxy, nas, random) -> {
        byte[] frame = FaultProxy.textFrame("{\"reqid\":\"0\",\"text\":\"" + "x".repeat(random.nextInt(70_000)) + "\"}");
        proxy.garbage(Arrays.copyOf(frame, 1 + random.nextInt(frame.length - 1)));
    }),
    NO_JSON(0, (proxy, nas, random) -> proxy.garbage(FaultProxy.textFrame("{\"result\":"))),
    ANSWER_TO_NOBODY(0, (proxy, nas, random) -> proxy.garbage(
            FaultProxy.textFrame("{\"reqid\":\"" + Long.toHexString(random.nextLong()) + "\",\"result\":\"succ\"}"))),
    REFUSE(2_000, (proxy, nas, random) -> {
        proxy.refuse(true);
        proxy.cut();
    }),
    ACCEPT_AND_CLOSE(1_500, (proxy, nas, random) -> {
        proxy.acceptAndClose(true);
        proxy.reset();
    }),
    SWALLOW(1_500, (proxy, nas, random) -> {
        proxy.swallow(true);
        proxy.cut();
    }),
    CLOSE_ALL(0, (proxy, nas, random) -> nas.faults().closeAll(random.nextBoolean() ? 1000 : 1001, "chaos")),
    CUT_ALL(0, (proxy, nas, random) -> nas.faults().cutAll()),
    DROP_PONGS(3_000, (proxy, nas, random) -> nas.faults().dropPongs(true)),
    STOP_ANSWERING(3_000, (proxy, nas, random) -> nas.faults().stopAnswering(true)),
    END_SESSIONS_OF_SOCKETS(0, (proxy, nas, random) -> nas.faults().endSessionsOfSockets()),
    EXPIRE_TOKENS(0, (proxy, nas, random) -> nas.faults().expireTokens()),
    PUSH_TOKEN_EXPIRED(0, (proxy, nas, random) -> nas.faults().pushTokenExpired()),
    FORGET_SESSIONS(0, (proxy, nas, random) -> nas.faults().forgetSessions()),
    REBOOT(0, (proxy, nas, random) -> nas.faults().reboot(true)),
    REBOOT_WITHOUT_MEMORY(0, (proxy, nas, random) -> nas.faults().reboot(false)),
    REFUSE_FOR(0, (proxy, nas, random) -> nas.faults().refuseFor(Duration.ofMillis(1 + random.nextInt(1_000)))),
    PING(0, (proxy, nas, random) -> nas.faults().pingEverySocket());

    private final int longest;
    private final Action action;

    /** @param longest how many milliseconds it may last, or 0 for a thing of a moment */
    Fault(int longest, Action action) {
        this.longest = longest;
        this.action = action;
    }

    static Fault any(Random random) {
        return values()[random.nextInt(values().length)];
    }

    boolean lasts() {
        return longest > 0;
    }

    long duration(Random random) {
        return 100 + random.nextInt(longest - 99);
    }

    /** Whether a socket that is logged in is not any more, though it stays open. */
    boolean endsSessions() {
        return switch (this) {
            case END_SESSIONS_OF_SOCKETS, EXPIRE_TOKENS, PUSH_TOKEN_EXPIRED, FORGET_SESSIONS -> true;
            default -> false;
        };
    }

    /** Whether a token is no longer good, so that a login by password may follow. */
    boolean forgetsTokens() {
        return switch (this) {
            case EXPIRE_TOKENS, PUSH_TOKEN_EXPIRED, FORGET_SESSIONS, REBOOT, REBOOT_WITHOUT_MEMORY -> true;
            default -> false;
        };
    }

    void begin(FaultProxy proxy, FnosSimulator nas, Random random) {
        action.begin(proxy, nas, random);
    }

    private static Direction direction(Random random) {
        return random.nextBoolean() ? Direction.TO_NAS : Direction.TO_CLIENT;
    }

    private interface Action {

        void begin(FaultProxy proxy, FnosSimulator nas, Random random);
    }
}
