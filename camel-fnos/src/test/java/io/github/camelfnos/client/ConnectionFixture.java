package io.github.camelfnos.client;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.Request;
import io.github.camelfnos.simulator.FnosSimulator;
import io.github.camelfnos.transport.FrameSocketFactory;
import io.github.camelfnos.transport.JavaWebSocketFrameSocket;
import org.awaitility.Awaitility;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/** Makes connections for tests, and proves at the end that they left no thread behind. */
final class ConnectionFixture implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    static {
        // The defaults of 100 ms would be most of the time that these tests take.
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
    }

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final List<FnosConnection> connections = new CopyOnWriteArrayList<>();
    private Timing timing = timing(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ZERO);
    private Limits limits = new Limits(64 * 1024 * 1024, 256);
    private ReconnectPolicy reconnect = new ReconnectPolicy(true, Duration.ofMillis(100), Duration.ofSeconds(1), 2, 0,
            StartupFailure.fail);
    private FrameSocketFactory sockets = JavaWebSocketFrameSocket::new;

    ConnectionFixture() {
        timer.setRemoveOnCancelPolicy(true);
    }

    ConnectionFixture timing(Duration connectTimeout, Duration answerIdleTimeout) {
        timing = timing(connectTimeout, answerIdleTimeout, Duration.ZERO);
        return this;
    }

    ConnectionFixture heartbeat(Duration interval) {
        timing = timing(timing.connectTimeout(), timing.answerIdleTimeout(), interval);
        return this;
    }

    ConnectionFixture reconnect(ReconnectPolicy policy) {
        reconnect = policy;
        return this;
    }

    ConnectionFixture withoutReconnect() {
        return reconnect(new ReconnectPolicy(false, Duration.ofMillis(100), Duration.ofSeconds(1), 2, 0, StartupFailure.fail));
    }

    private static Timing timing(Duration connectTimeout, Duration answerIdleTimeout, Duration heartbeat) {
        return new Timing(connectTimeout, answerIdleTimeout, heartbeat, 3, Duration.ZERO);
    }

    ConnectionFixture limits(int maxFrameSize, int maxInFlight) {
        limits = new Limits(maxFrameSize, maxInFlight);
        return this;
    }

    ConnectionFixture sockets(FrameSocketFactory factory) {
        sockets = factory;
        return this;
    }

    FnosConnection anonymous(int port) {
        return connection(port, Account.ANONYMOUS);
    }

    FnosConnection loggingIn(FnosSimulator nas, String password) {
        return connection(nas.port(), account("admin", password));
    }

    static Account account(String username, String password) {
        return new Account(username, new Credentials(password, null, null, null), "device-1", "test device", true, "user.login");
    }

    FnosConnection connection(int port, Account account) {
        return connection(settings(port, account, null), new AccountSession(new Refusals(), reconnect));
    }

    ConnectionSettings settings(int port, Account account, String connectionId) {
        return new ConnectionSettings(new NasAddress("127.0.0.1", port, "/websocket", "main", false, null), account, timing, limits,
                reconnect, connectionId);
    }

    FnosConnection connection(ConnectionSettings settings, AccountSession session) {
        FnosConnection connection = new FnosConnection(settings, session, sockets, timer);
        connections.add(connection);
        return connection;
    }

    ScheduledExecutorService timer() {
        return timer;
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

    /** Tasks that wait in the timer: the alarm that each connection has for its requests, and deadlines of other things. */
    int timers() {
        return timer.getQueue().size();
    }

    /** Closes a connection, and fails if that takes a second. */
    static void close(FnosConnection connection) {
        assertTimeout(Duration.ofSeconds(1), () -> connection.close(false).get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    @Override
    public void close() {
        connections.forEach(ConnectionFixture::close);
        Awaitility.await().atMost(PATIENCE).until(() -> timer.getQueue().isEmpty());
        timer.shutdownNow();
        Awaitility.await().atMost(PATIENCE).until(() -> socketThreads() == 0);
    }

    static long socketThreads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith("WebSocket")).count();
    }
}
