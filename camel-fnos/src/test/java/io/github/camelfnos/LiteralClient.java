package io.github.camelfnos;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ServerHandshake;

/**
 * A client that knows nothing of ours: a library's WebSocket, the JDK's cryptography, and frames that the test writes
 * out. It is not the JDK's WebSocket, which misses the end of a connection now and then when it comes right behind a
 * frame.
 */
final class LiteralClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_SECONDS = 20;

    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final Socket socket;
    private volatile boolean closed;
    private volatile int closeCode;
    private volatile String closeReason;
    private volatile Exception failure;
    private boolean paused;
    private String si;
    private byte[] sessionKey;

    private LiteralClient(SSLContext tls, String url) {
        this.socket = new Socket(URI.create(url));
        if (tls != null) {
            socket.setSocketFactory(tls.getSocketFactory());
        }
        try {
            if (!socket.connectBlocking(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Cannot connect to " + url + ": " + closeReason, failure);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static LiteralClient connect(String url) {
        return connect(url, "main");
    }

    static LiteralClient connect(String url, String type) {
        return new LiteralClient(null, url + "?type=" + type);
    }

    /** Connects by TLS. */
    static LiteralClient connect(SSLContext tls, String urlWithType) {
        return new LiteralClient(tls, urlWithType);
    }

    /** The dance of a login, and its answer, which may be a refusal. */
    JsonNode logIn(String user, String password) throws Exception {
        send("{\"reqid\":\"k\",\"req\":\"util.crypto.getRSAPub\"}");
        JsonNode key = receive();
        si = key.get("si").textValue();
        return sendLogin(key.get("pub").textValue(), """
                {"reqid":"l","user":"%s","password":"%s","deviceType":"Browser","deviceName":"test",\
                "did":"device-1","stay":true,"req":"user.login","si":"%s"}""".formatted(user, password, si));
    }

    JsonNode sendLogin(String pem, String inner) throws Exception {
        byte[] aesKey = randomBytes(32);
        byte[] iv = randomBytes(16);
        send("{\"req\":\"encrypted\",\"iv\":\"" + base64(iv) + "\",\"rsa\":\"" + base64(rsa(pem, aesKey))
                + "\",\"aes\":\"" + base64(aes(Cipher.ENCRYPT_MODE, aesKey, iv, inner.getBytes(StandardCharsets.UTF_8)))
                + "\"}");
        JsonNode answer = receive();
        if (answer.hasNonNull("secret")) {
            byte[] secret = Base64.getDecoder().decode(answer.get("secret").textValue());
            sessionKey = aes(Cipher.DECRYPT_MODE, aesKey, iv, secret);
        }
        return answer;
    }

    /** The PEM text of this socket's key. */
    String askPublicKey() throws Exception {
        send("{\"reqid\":\"p\",\"req\":\"util.crypto.getRSAPub\"}");
        return receive().get("pub").textValue();
    }

    String askSi() throws Exception {
        send("{\"reqid\":\"s\",\"req\":\"util.getSI\"}");
        return receive().get("si").textValue();
    }

    static String login(String user, String password, String deviceId, String si) {
        return "{\"reqid\":\"l\",\"user\":\"" + user + "\",\"password\":\"" + password + "\",\"did\":\"" + deviceId
                + "\",\"req\":\"user.login\",\"si\":\"" + si + "\"}";
    }

    static String authToken(String token, String si) {
        return "{\"req\":\"user.authToken\",\"reqid\":\"a\",\"token\":\"" + token + "\",\"si\":\"" + si
                + "\",\"main\":true,\"active\":true}";
    }

    static String tokenLogin(String longToken, String deviceId, String si) {
        return "{\"req\":\"user.tokenLogin\",\"reqid\":\"t\",\"token\":\"" + longToken + "\","
                + "\"deviceType\":\"Browser\",\"deviceName\":\"x\",\"did\":\"" + deviceId + "\",\"si\":\"" + si + "\"}";
    }

    void useKey(byte[] key) {
        sessionKey = key;
    }

    byte[] key() {
        return sessionKey;
    }

    String si() {
        return si;
    }

    void send(String text) {
        socket.send(text);
    }

    void sendSigned(String json) throws GeneralSecurityException {
        send(sign(json) + json);
    }

    /** Sends a signed request and gives the next frame. */
    JsonNode call(String json) throws Exception {
        sendSigned(json);
        return receive();
    }

    String sign(String json) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(sessionKey, "HmacSHA256"));
        return base64(mac.doFinal(json.getBytes(StandardCharsets.UTF_8)));
    }

    JsonNode receive() throws Exception {
        return JSON.readTree(receiveText());
    }

    String receiveText() throws InterruptedException {
        String text = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (text == null) {
            throw new AssertionError("No frame came in " + PATIENCE_SECONDS + " seconds");
        }
        return text;
    }

    /** Takes no more frames from the network, one that is on its way apart. */
    synchronized void pause() {
        paused = true;
    }

    synchronized void resume() {
        paused = false;
        notifyAll();
    }

    private synchronized void waitWhilePaused() throws InterruptedException {
        while (paused) {
            wait();
        }
    }

    /** Frames that came and were not yet looked at. */
    int waitingFrames() {
        return frames.size();
    }

    boolean isClosed() {
        return closed;
    }

    /** The code of the close frame that came, or 1006 when none did. */
    int closeCode() {
        return closeCode;
    }

    String closeReason() {
        return closeReason;
    }

    /** Sends a ping frame of the WebSocket protocol. */
    void sendPingFrame() {
        socket.sendPing();
    }

    @Override
    public void close() {
        resume();
        socket.closeConnection(1006, "aborted");
    }

    private static byte[] rsa(String pem, byte[] bytes) throws GeneralSecurityException {
        String body = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        PublicKey key = KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(body)));
        Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        cipher.init(Cipher.ENCRYPT_MODE, key);
        return cipher.doFinal(bytes);
    }

    private static byte[] aes(int mode, byte[] key, byte[] iv, byte[] bytes) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
        return cipher.doFinal(bytes);
    }

    private static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private final class Socket extends WebSocketClient {

        private Socket(URI url) {
            super(url);
            setConnectionLostTimeout(0);
            setDaemon(true);
        }

        @Override
        public void onOpen(ServerHandshake handshake) {
            // The frames that follow are what counts.
        }

        @Override
        public void onMessage(String text) {
            frames.add(text);
            try {
                waitWhilePaused();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void onClose(int code, String reason, boolean remote) {
            closeCode = code;
            closeReason = reason;
            closed = true;
        }

        @Override
        public void onError(Exception e) {
            failure = e;
        }
    }
}
