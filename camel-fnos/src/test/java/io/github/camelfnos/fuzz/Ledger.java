package io.github.camelfnos.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.github.camelfnos.client.ConnectionCounters;

/**
 * What is said on the sockets of one connection, read by an independent reader: it knows what may come of each request, and
 * what the connection must have counted. Its memory is bounded. Not safe for concurrent use.
 */
final class Ledger {

    /** How many ended requests a connection remembers. */
    private static final int REMEMBERED = 65_536;
    /** Requests that end together do so in any order. */
    private static final int UNCERTAIN = 200;

    private final Aliases aliases;
    private final Map<String, Expectation> expectations = new LinkedHashMap<>();
    private final Map<String, Long> endedAt = new HashMap<>();
    private final Deque<String> ended = new ArrayDeque<>();
    private long endedSoFar;
    private long malformed;
    private long late;
    private long pushes;
    private long doubtful;

    Ledger(Aliases aliases) {
        this.aliases = aliases;
    }

    Expectation open(String reqid, boolean silent) {
        Expectation expectation = new Expectation(reqid, silent);
        expectations.put(reqid, expectation);
        return expectation;
    }

    Expectation expectation(String reqid) {
        return expectations.get(reqid);
    }

    /** The bytes of what is to be said now. */
    byte[] record(Utterance utterance) {
        byte[] bytes = bytes(utterance.text());
        if (utterance.form() == Utterance.Form.BINARY) {
            malformed++;
            return bytes;
        }
        Reading reading = Reading.of(new String(bytes, StandardCharsets.UTF_8));
        if (reading.malformed()) {
            malformed++;
        } else if (!reading.pong()) {
            match(reading);
        }
        return bytes;
    }

    private void match(Reading reading) {
        String reqid = reading.reqid();
        Expectation expectation = reqid == null ? null : expectations.get(reqid);
        if (expectation != null) {
            expectation.add(reading);
        } else {
            countAnswerToNobody(reading, reqid != null && isEnded(reqid));
        }
    }

    private void countAnswerToNobody(Reading reading, boolean isLate) {
        if (isLate && !reading.taskInfo()) {
            late++;
        } else {
            pushes++;
        }
    }

    private boolean isEnded(String reqid) {
        Long at = endedAt.get(reqid);
        if (at == null) {
            return false;
        }
        long age = endedSoFar - at;
        if (Math.abs(age - REMEMBERED) <= UNCERTAIN) {
            doubtful++;
        }
        return age <= REMEMBERED;
    }

    /** The bytes of something that goes wrong on its way; the socket may survive it, but not for long. */
    byte[] recordDamaged(String text, Damage damage, Random random) {
        byte[] bytes = damage.bytes(bytes(text), random);
        String whole = NasSocket.text(bytes);
        Reading reading = Reading.of(whole != null ? whole : aliases.resolve(text));
        expectations.values().forEach(Expectation::beLost);
        Expectation expectation = reading.malformed() || reading.reqid() == null ? null : expectations.get(reading.reqid());
        if (expectation != null) {
            expectation.addDamaged(reading);
        }
        // It can get through as anything.
        doubtful += 3;
        return bytes;
    }

    /** Half of a surrogate pair, which cannot travel, becomes a question mark. */
    private byte[] bytes(String text) {
        return aliases.resolve(text).getBytes(StandardCharsets.UTF_8);
    }

    /** A request has ended, as it may. */
    void end(String reqid, Ending ending) {
        Expectation expectation = expectations.get(reqid);
        expectation.check(ending);
        expectation.after(ending).forEach(reading -> countAnswerToNobody(reading, true));
    }

    /** All that were opened have ended. */
    List<String> forgetExpectations() {
        List<String> over = List.copyOf(expectations.keySet());
        for (String reqid : over) {
            endedAt.put(reqid, endedSoFar++);
            ended.add(reqid);
        }
        while (ended.size() > REMEMBERED + UNCERTAIN) {
            endedAt.remove(ended.remove());
        }
        expectations.clear();
        return over;
    }

    /** Fails unless the connection has counted each frame as what it is. */
    void check(ConnectionCounters counters) {
        boolean right = isAbout(counters.malformedFrames(), malformed) && isAbout(counters.lateFrames(), late)
                && isAbout(counters.pushes(), pushes);
        if (!right) {
            throw new AssertionError("The connection has counted " + counters.malformedFrames() + " malformed, "
                    + counters.lateFrames() + " late, " + counters.pushes() + " pushes, but there were " + this);
        }
    }

    private boolean isAbout(long counted, long expected) {
        return Math.abs(counted - expected) <= doubtful;
    }

    @Override
    public String toString() {
        return malformed + " malformed, " + late + " late, " + pushes + " pushes" + (doubtful == 0 ? "" : ", +-" + doubtful);
    }
}
