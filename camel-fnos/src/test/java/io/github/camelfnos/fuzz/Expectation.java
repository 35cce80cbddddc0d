package io.github.camelfnos.fuzz;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.camelfnos.client.FnosFailure;
import io.github.camelfnos.protocol.Answer;

/** What may come of one request, by the frames that were sent under its id and by nothing else. */
final class Expectation {

    private static final Set<String> ENVELOPE = Set.of("reqid", "req", "result", "rev", "errno");
    private static final int SHOWN = 400;

    private final String reqid;
    private final List<Reading> readings = new ArrayList<>();
    private final boolean silent;
    private boolean lost;
    private Reading damaged;

    /** @param silent whether the answer may stay without an end, so that silence or a timeout may end it */
    Expectation(String reqid, boolean silent) {
        this.reqid = reqid;
        this.silent = silent;
    }

    void add(Reading reading) {
        readings.add(reading);
    }

    /** Its socket has ended. */
    void beLost() {
        lost = true;
    }

    /** The last frame on its socket was damaged, and may have got through nevertheless. */
    void addDamaged(Reading reading) {
        damaged = reading;
    }

    /** The frames that came after its end. */
    List<Reading> after(Ending ending) {
        int taken = ending.answer() == null ? readings.size() : Math.min(readings.size(), ending.answer().frames());
        return readings.subList(taken, readings.size());
    }

    /** Fails unless this may have come of the frames. */
    void check(Ending ending) {
        String problem = problem(ending);
        if (problem != null && damaged != null) {
            readings.add(damaged);
            problem = problem(ending);
            readings.remove(readings.size() - 1);
        }
        if (problem != null) {
            throw new AssertionError(problem + "; the request " + reqid + " ended with " + ending + " after\n" + shown());
        }
    }

    private String problem(Ending ending) {
        FnosFailure failure = ending.failure();
        if (ending.answer() == null) {
            return switch (failure.kind()) {
                case CONNECTION -> lost && mayHaveNoEnd() ? sentence(failure) : "there was an end, or the socket lived";
                // A machine that stands still may make a timeout of anything.
                case TIMEOUT -> silent ? sentence(failure) : "it timed out";
                default -> "that kind of failure comes of no frame";
            };
        }
        if (failure != null && (failure.kind() != FnosFailure.Kind.ERRNO || failure.errno() == 0)) {
            return "what the NAS said became a failure of another kind";
        }
        String problem = failure == null ? null : sentence(failure);
        return problem != null ? problem : problem(ending.answer());
    }

    private String problem(Answer answer) {
        int frames = answer.frames();
        if (frames < 1 || frames > readings.size() || !answer.reqid().equals(reqid)) {
            return "it is not made of these frames";
        }
        if (!readings.subList(0, frames - 1).stream().allMatch(reading -> reading.verdict().mayBe(Verdict.MORE))) {
            return "there was an end before";
        }
        Map<String, Object> last = readings.get(frames - 1).fields();
        if (!answer.complete()) {
            return silent && frames == 1 && readings.get(0).mayBeAll() && mergesTo(answer) ? null
                    : "silence must not end it";
        }
        if (!readings.get(frames - 1).verdict().mayBe(answer.failed() ? Verdict.FAILURE : Verdict.SUCCESS)) {
            return "the last frame is no such end";
        }
        int errno = Verdict.errno(last);
        if (errno != 0 && answer.errno() != errno) {
            return "the errno is another";
        }
        return mergesTo(answer) ? null : "the payload is not that of the frames";
    }

    private boolean mergesTo(Answer answer) {
        return Reading.same(payload(answer.frames()), answer.payload());
    }

    /** What the first so many frames hold: arrays of a key follow each other, of anything else the last counts. */
    Map<String, Object> payload(int frames) {
        Map<String, Object> payload = new LinkedHashMap<>();
        for (Reading reading : readings.subList(0, frames)) {
            reading.fields().forEach((key, value) -> {
                if (value instanceof List<?> more && payload.get(key) instanceof List<?> before) {
                    List<Object> joined = new ArrayList<>(before);
                    joined.addAll(more);
                    payload.put(key, joined);
                } else if (!ENVELOPE.contains(key)) {
                    payload.put(key, value);
                }
            });
        }
        return payload;
    }

    /** The numbers of frames after which it may have ended so. */
    Set<Integer> ends(Verdict verdict) {
        Set<Integer> ends = new HashSet<>();
        for (int i = 0; i < readings.size(); i++) {
            if (readings.get(i).verdict().mayBe(verdict)) {
                ends.add(i + 1);
            }
            if (!readings.get(i).verdict().mayBe(Verdict.MORE)) {
                break;
            }
        }
        return ends;
    }

    boolean mayHaveNoEnd() {
        return readings.stream().allMatch(reading -> reading.verdict().mayBe(Verdict.MORE));
    }

    /** Whether silence may end the answer after its first frame. */
    boolean mayEndInSilence() {
        return silent && !readings.isEmpty() && readings.get(0).mayBeAll();
    }

    /** What is wrong with the message of a failure as one sentence for a person, or null. */
    static String sentence(FnosFailure failure) {
        String message = failure.getMessage();
        boolean one = message != null && !message.isBlank() && message.length() < 1_000
                && message.chars().noneMatch(c -> c < ' ' || c == 0x7F || c == 0x85 || c == 0x2028 || c == 0x2029);
        return one && !message.endsWith("null") ? null : "the message is not one sentence";
    }

    String shown() {
        return readings.stream().map(Reading::text)
                .map(text -> text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "... (" + text.length() + " characters)")
                .collect(Collectors.joining("\n"));
    }
}
