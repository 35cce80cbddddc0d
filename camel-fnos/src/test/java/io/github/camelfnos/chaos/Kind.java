package io.github.camelfnos.chaos;

/** What a question asks the NAS for, and so what may come of it. */
enum Kind {

    /** Its nonce, from an operation of the core. */
    ECHO("test.echo"),
    /** Its nonce, from an operation whose answer lies in {@code data}. */
    APP_ECHO("appcgi.test.echo"),
    /** A folder of a known number of entries, in several frames. */
    LISTING("file.ls"),
    /** Some hundred kilobytes that follow from its nonce. */
    LARGE("test.large"),
    /** A failure with a given errno. */
    ERRNO("test.errno"),
    /** Nothing, ever. */
    SILENCE("test.silence");

    private final String operation;

    Kind(String operation) {
        this.operation = operation;
    }

    String operation() {
        return operation;
    }
}
