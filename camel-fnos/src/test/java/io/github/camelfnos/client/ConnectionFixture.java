package io.github.camelfnos.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.Request;
import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.transport.JavaWebSocketFrameSocket;
import org.awaitility.Awaitility;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Makes connections for tests, and proves at the end that they left no thread behind. */
final class ConnectionFixture implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final List<FnosConnection> connections = new CopyOnWriteArrayList<>();
    private Timing timing = new Timing(Duration.ofSeconds(10), Duration.ofSeconds(2));
    private Limits limits = new Limits(64 * 1024 * 1024, 256);

    ConnectionFixture() {
        timer.setRemoveOnCancelPolicy(true);
    }

    ConnectionFixture timing(Duration connectTimeout, Duration answerIdleTimeout) {
        timing = new Timing(connectTimeout, answerIdleTimeout);
        return this;
    }

    ConnectionFixture limits(int maxFrameSize, int maxInFlight) {
        limits = new Limits(maxFrameSize, maxInFlight);
        return this;
    }

    FnosConnection anonymous(int port) {
        return connection(port, Account.ANONYMOUS);
    }

    FnosConnection loggingIn(FnosSimulator nas, String password) {
        return connection(nas.port(), new Account("admin", password, "device-1", "test", true, "user.login"));
    }

    FnosConnection connection(int port, Account account) {
        ConnectionSettings settings = new ConnectionSettings(new NasAddress("127.0.0.1", port, "/websocket", "main"), account,
                timing, limits, null);
        FnosConnection connection = new FnosConnection(settings, JavaWebSocketFrameSocket::new, timer);
        connections.add(connection);
        return connection;
    }

    static FnosConnection connected(FnosConnection connection) throws Exception {
        connection.connect().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return connection;
    }

    static CompletableFuture<Answer> request(FnosConnection connection, String operation, Map<String, ?> parameters) {
        return connection.request(new Request(operation, parameters), PATIENCE);
    }

    static Answer answer(CompletableFuture<Answer> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    static FnosFailure failure(CompletableFuture<?> future) {
        ExecutionException thrown = assertThrows(ExecutionException.class,
                () -> future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        return assertInstanceOf(FnosFailure.class, thrown.getCause());
    }

    /** Tasks that wait in the timer: deadlines of what has not ended. */
    int timers() {
        return timer.getQueue().size();
    }

    @Override
    public void close() {
        connections.forEach(FnosConnection::close);
        Awaitility.await().atMost(PATIENCE).until(() -> timer.getQueue().isEmpty());
        timer.shutdownNow();
        Awaitility.await().atMost(PATIENCE).until(() -> socketThreads() == 0);
    }

    static long socketThreads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith("WebSocket")).count();
    }
}
