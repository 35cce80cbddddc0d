package io.github.camelfnos.simulator;

/**
 * What copying and moving do when the name is taken. The numbers are the protocol's. What the NAS does for the last
 * one when the name is taken is not known; the simulator refuses it, so that no client relies on a guess.
 */
enum Overwrite {

    SKIP,
    REPLACE,
    KEEP_BOTH,
    EXACT_NAME;

    static Overwrite of(int number) throws RefusedException {
        if (number < 0 || number >= values().length) {
            throw new RefusedException(Errno.BAD_PARAMETER);
        }
        return values()[number];
    }
}
