package io.github.camelfnos.simulator;

import java.io.IOException;

/** Something for the proxy's thread to do. */
@FunctionalInterface
interface Step {

    void run() throws IOException;
}
