package io.github.camelfnos.simulator;

/** Answers the requests of one operation in a test's script. */
@FunctionalInterface
public interface Responder {

    /**
     * Called once for each request, on the event loop that serves the sockets: it must not block. It may answer at
     * once, later from any thread, in several frames, twice, or never.
     *
     * @param request the request; it may be kept
     * @throws Exception answers 4096 unless an answer was sent before; the socket and the simulator go on
     */
    void respond(SimulatedRequest request) throws Exception;
}
