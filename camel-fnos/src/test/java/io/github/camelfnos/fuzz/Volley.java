package io.github.camelfnos.fuzz;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** All that is said to a number of requests that are in flight together, in the order in which it is said. */
final class Volley {

    private static final int PUSHES = 12;
    private static final int LATE = 30;

    private final Mutator mutator;
    private final Random random;
    private final List<Surroundings> surroundings = new ArrayList<>();
    private final List<Utterance> utterances = new ArrayList<>();

    /**
     * @param whole   whether each request gets all frames of an answer, or just one of them
     * @param ids     of the requests in flight
     * @param ended   of requests that have ended
     * @param aliases stand for them
     */
    Volley(Mutator mutator, boolean whole, List<String> ids, List<String> ended, Aliases aliases) {
        this.mutator = mutator;
        this.random = mutator.random();
        List<String> frames = new ArrayList<>();
        List<String> inFlight = ids.stream().map(aliases::of).toList();
        List<String> endedIds = ended.stream().map(aliases::of).toList();
        for (int i = 0; i < ids.size(); i++) {
            surroundings.add(new Surroundings(inFlight.get(i), aliases.escaped(ids.get(i)), inFlight, endedIds, frames));
        }
        List<Deque<String>> answers = new ArrayList<>();
        for (Surroundings around : surroundings) {
            Deque<String> answer = new ArrayDeque<>();
            List<String> transcript = Surroundings.any(Transcript.ANSWERS, random);
            List<String> said = whole ? transcript : List.of(Surroundings.any(transcript, random));
            said.forEach(frame -> answer.add(marked(frame, around)));
            answers.add(answer);
            frames.addAll(answer);
        }
        frames.addAll(Transcript.PUSHES);
        answer(answers);
    }

    private void answer(List<Deque<String>> answers) {
        List<Integer> unanswered = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            unanswered.addAll(Collections.nCopies(answers.get(i).size(), i));
        }
        Collections.shuffle(unanswered, random);
        for (int i : unanswered) {
            if (random.nextInt(100) < PUSHES) {
                utterances.add(mutator.maybe(Surroundings.any(Transcript.PUSHES, random), surroundings.get(i)));
            }
            utterances.add(mutator.maybe(answers.get(i).remove(), surroundings.get(i)));
        }
    }

    /** Ends every answer properly, and goes on for a while nevertheless. */
    Volley withEnds() {
        List<Surroundings> order = new ArrayList<>(surroundings);
        Collections.shuffle(order, random);
        for (Surroundings around : order) {
            utterances.add(mutator.genuine(marked(Transcript.END, around)));
            if (random.nextInt(100) < LATE) {
                utterances.add(mutator.maybe(Surroundings.any(around.frames(), random), around));
            }
        }
        return this;
    }

    /** To be damaged on its way. */
    String withDamage(Damage damage) {
        Surroundings around = Surroundings.any(surroundings, random);
        String frame = Surroundings.any(Surroundings.any(Transcript.ANSWERS, random), random);
        return mutator.damaged(marked(frame, around), damage.name()).text();
    }

    /** An array with a number that no other frame holds, by which a frame is known again in an answer. */
    private String marked(String frame, Surroundings around) {
        ObjectText object = ObjectText.of(frame.replace("$R", around.id()));
        String mark = "[" + (random.nextLong() >>> 4) + "]";
        object.fields().add(random.nextInt(object.fields().size() + 1), new ObjectText.Field("\"marks\"", mark));
        return object.toString();
    }

    List<Utterance> utterances() {
        return utterances;
    }
}
