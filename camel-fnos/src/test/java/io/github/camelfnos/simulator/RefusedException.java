package io.github.camelfnos.simulator;

/** The NAS refuses a request; the errno is the whole answer. */
final class RefusedException extends Exception {

    private final int errno;

    RefusedException(int errno) {
        // A refusal is an ordinary answer, so it carries no stack trace.
        super("errno " + errno, null, false, false);
        this.errno = errno;
    }

    int errno() {
        return errno;
    }
}
