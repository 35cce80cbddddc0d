package io.github.camelfnos.fuzz;

/**
 * Something that the NAS says, made up but not sent.
 *
 * @param text    with {@linkplain Aliases aliases} in it
 * @param mutated whether anything is wrong with it
 */
record Utterance(String text, Form form, boolean mutated) {

    /** What it looks like on the wire. */
    enum Form {
        /** One text frame. */
        TEXT,
        /** A text in several frames, with a ping in between. */
        FRAGMENTS,
        /** A binary frame. */
        BINARY
    }

    static Utterance genuine(String text) {
        return new Utterance(text, Form.TEXT, false);
    }
}
