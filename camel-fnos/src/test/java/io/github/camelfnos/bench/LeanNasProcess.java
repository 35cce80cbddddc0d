package io.github.camelfnos.bench;

import java.io.IOException;
import java.util.List;

/** The {@link LeanNas} as seen from the benchmark's process. */
final class LeanNasProcess implements AutoCloseable {

    private final JavaProgram program;
    private final int port;

    LeanNasProcess() throws IOException {
        program = new JavaProgram(List.of("-XX:+UseSerialGC"), LeanNas.class);
        port = Integer.parseInt(program.readLine());
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        program.close();
    }
}
