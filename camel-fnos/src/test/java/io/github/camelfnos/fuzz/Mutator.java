package io.github.camelfnos.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;

import io.github.camelfnos.chaos.Tally;

/** Mutates what a NAS says, by a seed and up to a budget, and counts what it did. Not safe for concurrent use. */
public final class Mutator {

    private static final int MOST_CHARACTERS = 200_000;

    private final Random random;
    private final Tally kinds;
    private final CRC32 checksum = new CRC32();
    private final int share;
    private long left;

    /**
     * @param budget how many mutated frames it makes; after them it leaves everything as it is
     * @param share  how many of a hundred frames are mutated
     * @param kinds  hears of every mutation
     */
    public Mutator(long seed, long budget, int share, Tally kinds) {
        this.random = new Random(seed);
        this.left = budget;
        this.share = share;
        this.kinds = kinds;
    }

    /** How many mutated frames are still to be made. */
    public long left() {
        return left;
    }

    /** Follows from all mutated frames so far, but for what aliases stand for. */
    public long checksum() {
        return checksum.getValue();
    }

    Random random() {
        return random;
    }

    /** This text as it is. */
    Utterance genuine(String text) {
        return Utterance.genuine(text);
    }

    /** This text, mutated or not. */
    Utterance maybe(String text, Surroundings around) {
        return random.nextInt(100) < share ? certainly(text, around) : genuine(text);
    }

    /** This text, mutated as long as the budget lasts. */
    Utterance certainly(String text, Surroundings around) {
        if (left == 0) {
            return genuine(text);
        }
        left--;
        int form = random.nextInt(200);
        if (form == 0) {
            kinds.count("BINARY");
            return noted(new Utterance(text, Utterance.Form.BINARY, true));
        }
        return noted(new Utterance(mutated(text, around), form < 8 ? Utterance.Form.FRAGMENTS : Utterance.Form.TEXT, true));
    }

    /** One that a damage will be done to. */
    Utterance damaged(String text, String damage) {
        left--;
        kinds.count(damage);
        return noted(new Utterance(text, Utterance.Form.TEXT, true));
    }

    private String mutated(String text, Surroundings around) {
        String mutant = text;
        int times = 1 + (random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0);
        while (times > 0 || mutant.equals(text)) {
            Mutation mutation = Mutation.any(random);
            String next = mutation.apply(mutant, random, around);
            if (!next.equals(mutant) && next.length() < MOST_CHARACTERS) {
                kinds.count(mutation.name());
                mutant = next;
            }
            times--;
        }
        return mutant;
    }

    private Utterance noted(Utterance utterance) {
        checksum.update(utterance.form().ordinal());
        checksum.update(utterance.text().getBytes(StandardCharsets.UTF_8));
        return utterance;
    }
}
