package io.github.camelfnos.client;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.transport.FrameSocket;
import io.github.camelfnos.transport.FrameSocketListener;
import io.github.camelfnos.transport.JavaWebSocketFrameSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static io.github.camelfnos.client.ConnectionFixture.PATIENCE;
import static io.github.camelfnos.client.ConnectionFixture.account;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** What a socket does at a bad moment concerns neither the other connections of its account nor those that come after it. */
class LoginTurnTest {

    private final FnosSimulator nas = FnosSimulator.start();
    private final ConnectionFixture fixture = new ConnectionFixture();
    private final List<FrameSocketListener> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean outOfMemory;
    private final FnosConnectionRegistry registry = new FnosConnectionRegistry((uri, options, listener) -> {
        listeners.add(listener);
        return new Breakable(new JavaWebSocketFrameSocket(uri, options, listener));
    }, fixture.timer());

    @AfterEach
    void stop() {
        registry.close();
        fixture.close();
        nas.close();
    }

    private FnosConnection connection(String connectionId) {
        return registry.acquire(fixture.settings(nas.port(), account("admin", "admin"), connectionId)).connection();
    }

    private static void connect(FnosConnection connection) throws Exception {
        connection.connect().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void anErrorInOneLoginDoesNotHoldUpTheNext() throws Exception {
        outOfMemory = true;
        CompletableFuture<Void> broken = connection("a").connect();
        await().atMost(PATIENCE).until(broken::isCompletedExceptionally);
        outOfMemory = false;

        connect(connection("b"));

        assertEquals(ConnectionState.FAILED, connection("a").state());
        connect(connection("a"));
    }

    @Test
    void whatAnOldSocketStillSaysIsIgnored() throws Exception {
        FnosConnection connection = connection(null);
        connect(connection);
        nas.faults().reboot(true);
        await().atMost(PATIENCE).until(() -> connection.counters().reconnects() == 1);

        listeners.get(0).onText(RawFrame.utf8("{\"sysNotify\":\"kicked\"}"));
        listeners.get(0).onClosed("late");

        nas.faults().reboot(true);
        await().atMost(PATIENCE).until(() -> connection.counters().reconnects() == 2);
        assertEquals(ConnectionState.READY, connection.state());
        assertEquals(1, nas.passwordLogins());
    }

    /** A socket that finds no memory when it is told to send, as long as the test says so. */
    private final class Breakable implements FrameSocket {

        private final FrameSocket socket;

        Breakable(FrameSocket socket) {
            this.socket = socket;
        }

        @Override
        public void open() {
            socket.open();
        }

        @Override
        public boolean send(byte[] utf8) {
            if (outOfMemory) {
                throw new OutOfMemoryError("no memory for " + new String(utf8, StandardCharsets.UTF_8).length() + " characters");
            }
            return socket.send(utf8);
        }

        @Override
        public void close() {
            socket.close();
        }

        @Override
        public void abort(String reason) {
            socket.abort(reason);
        }
    }
}
