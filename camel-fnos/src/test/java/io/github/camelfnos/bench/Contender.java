package io.github.camelfnos.bench;

/** One way to send a request. */
interface Contender {

    String name();

    /**
     * Sends a request.
     *
     * @param done to be run when the answer is there, on whatever thread that is
     */
    void send(String operation, Runnable done);

    /** Whether {@link #send} waits for the answer, so that each request in flight needs a thread that sends it. */
    default boolean isSynchronous() {
        return false;
    }
}
