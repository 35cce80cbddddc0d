package io.github.camelfnos.bench;

import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;

import javax.crypto.Cipher;

import io.github.camelfnos.client.ConnectionHandle;
import io.github.camelfnos.client.ConnectionState;
import io.github.camelfnos.client.FnosConnection;
import io.github.camelfnos.client.FnosConnectionRegistry;
import io.github.camelfnos.protocol.Request;
import io.github.camelfnos.transport.FrameSocket;
import io.github.camelfnos.transport.FrameSocketListener;
import io.github.camelfnos.transport.FrameSocketOptions;
import io.github.camelfnos.transport.JavaWebSocketFrameSocket;

/**
 * How long it takes from the moment at which a cut connection tries again to the first answer, and what that must take at the least.
 */
final class OutageEnd {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private volatile long attempt;

    private OutageEnd() {
    }

    /** @return microseconds, the median of so many outages */
    static double measure(int port, int outages) throws Exception {
        return new OutageEnd().run(port, outages);
    }

    private double run(int port, int outages) throws Exception {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        try (FnosConnectionRegistry registry = new FnosConnectionRegistry(this::socket, timer)) {
            ConnectionHandle handle = registry.acquire(Contenders.settings(port, 256));
            FnosConnection connection = handle.connection();
            connection.connect().join();
            List<Double> micros = new ArrayList<>();
            for (int i = 0; i < outages; i++) {
                connection.request(new Request(LeanSocket.CUT, Map.of()), TIMEOUT).handle((answer, failure) -> null).join();
                while (connection.state() == ConnectionState.READY) {
                    Thread.onSpinWait();
                }
                // It waits for the connection, and goes out with it.
                connection.request(new Request("user.info", Map.of()), TIMEOUT).join();
                micros.add((System.nanoTime() - attempt) / 1e3);
            }
            return median(micros);
        } finally {
            timer.shutdownNow();
        }
    }

    private FrameSocket socket(URI uri, FrameSocketOptions options, FrameSocketListener listener) {
        attempt = System.nanoTime();
        return new JavaWebSocketFrameSocket(uri, options, listener);
    }

    /** @return microseconds in which the raw client has its socket open and three answers, one after the other; the median */
    static double raw(int port, int sockets) throws InterruptedException {
        List<Double> micros = new ArrayList<>();
        for (int i = 0; i < sockets; i++) {
            long begin = System.nanoTime();
            RawClient client = new RawClient(port, true);
            client.connectBlocking();
            CountDownLatch answered = new CountDownLatch(1);
            client.request("user.info", () -> client.request("user.info", () -> client.request("user.info", answered::countDown)));
            answered.await();
            micros.add((System.nanoTime() - begin) / 1e3);
            client.closeBlocking();
        }
        return median(micros);
    }

    private static double median(List<Double> micros) {
        Collections.sort(micros);
        return micros.get(micros.size() / 2);
    }

    /** @return microseconds that an RSA operation with a private key of 2,048 bits takes, the median */
    static double rsaOperation() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        cipher.init(Cipher.ENCRYPT_MODE, keys.getPublic());
        byte[] sealed = cipher.doFinal(new byte[32]);
        cipher.init(Cipher.DECRYPT_MODE, keys.getPrivate());
        List<Double> micros = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            long begin = System.nanoTime();
            cipher.doFinal(sealed);
            micros.add((System.nanoTime() - begin) / 1e3);
        }
        return median(micros);
    }
}
