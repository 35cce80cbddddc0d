package io.github.camelfnos.bench;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ServerHandshake;

/**
 * What somebody would write who needs nothing but answers: Java-WebSocket, one HMAC, a Jackson tree. No deadline, no limit, no reconnect,
 * no errno; a failure ends the benchmark. Answers complete on the read thread.
 */
final class RawClient extends WebSocketClient {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, Runnable> inFlight = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(RawClient::mac);

    RawClient(int port, boolean noDelay) {
        super(URI.create("ws://127.0.0.1:" + port + "/websocket?type=main"));
        setTcpNoDelay(noDelay);
        setConnectionLostTimeout(0);
        setDaemon(true);
    }

    private static Mac mac() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(LeanSocket.KEY, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    void request(String operation, Runnable done) {
        String reqid = "0000000000000000" + Long.toHexString(0x100000000000L + ids.incrementAndGet());
        inFlight.put(reqid, done);
        String json = "{\"req\":\"" + operation + "\",\"reqid\":\"" + reqid + "\"}";
        byte[] signature = macs.get().doFinal(json.getBytes(StandardCharsets.UTF_8));
        send(Base64.getEncoder().encodeToString(signature) + json);
    }

    @Override
    public void onMessage(String text) {
        try {
            JsonNode frame = MAPPER.readTree(text);
            if (frame.has("result")) {
                if (!"succ".equals(frame.get("result").asText())) {
                    throw new IllegalStateException(text);
                }
                inFlight.remove(frame.get("reqid").asText()).run();
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void onOpen(ServerHandshake handshake) {
    }

    @Override
    public void onClose(int code, String reason, boolean remote) {
    }

    @Override
    public void onError(Exception e) {
        e.printStackTrace();
    }
}
