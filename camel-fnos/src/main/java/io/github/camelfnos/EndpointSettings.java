package io.github.camelfnos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;

import io.github.camelfnos.client.Account;
import io.github.camelfnos.client.BufferLimits;
import io.github.camelfnos.client.ConnectionSettings;
import io.github.camelfnos.client.Credentials;
import io.github.camelfnos.client.DeviceId;
import io.github.camelfnos.client.FolderWalk;
import io.github.camelfnos.client.Limits;
import io.github.camelfnos.client.NasAddress;
import io.github.camelfnos.client.PushKinds;
import io.github.camelfnos.client.PushOverflow;
import io.github.camelfnos.client.PushSettings;
import io.github.camelfnos.client.ReconnectPolicy;
import io.github.camelfnos.client.StartupFailure;
import io.github.camelfnos.client.Timing;
import io.github.camelfnos.client.WalkSettings;
import io.github.camelfnos.transport.TlsOptions;

/**
 * Makes of the options of an endpoint, as they were written, what the client needs. What is missing or out of range is refused with an
 * {@link IllegalArgumentException} of one sentence that says what to do.
 */
final class EndpointSettings {

    private static final int PLAIN_PORT = 5666;
    private static final int TLS_PORT = 5667;
    private static final int RELAY_PORT = 443;
    private static final String MAIN = "main";
    private static final Set<String> SOCKET_TYPES = Set.of(MAIN, "timer", "file");
    private static final Duration LONGEST = Duration.ofDays(24);
    private static final Set<String> WALK = Set.of("maxDepth", "walkConcurrency", "walkFailure");
    private static final Set<String> BUFFER = Set.of("bufferMemory", "spoolDirectory", "spoolLimit");

    private final String operation;
    private final FnosConfiguration c;
    private final TlsContexts tlsContexts;

    EndpointSettings(String operation, FnosConfiguration configuration, TlsContexts tlsContexts) {
        this.operation = operation;
        this.c = configuration;
        this.tlsContexts = tlsContexts;
    }

    /** What the connection needs. */
    ConnectionSettings connection() {
        require(isSet(c.getHost()), "no host is set; set camel.component.fnos.host, or host= in the URI");
        require(!c.getHost().matches(".*[/?#@\\s].*") && c.getHost().replaceAll("[^:]", "").length() != 1,
                "host must be a name or an IP address, without a scheme or a port (that is the option port)");
        requireDuration("connectTimeout", c.getConnectTimeout());
        require(c.getRequestTimeout() > 0, "requestTimeout must be positive");
        requireDuration("answerIdleTimeout", c.getAnswerIdleTimeout());
        require(c.getHeartbeatInterval() >= 0, "heartbeatInterval must not be negative");
        requireDuration("heartbeatInterval", Math.max(1, c.getHeartbeatInterval()));
        require(c.getHeartbeatMaxMissed() > 0, "heartbeatMaxMissed must be positive");
        require(c.getLingerTimeout() >= 0, "lingerTimeout must not be negative");
        requireDuration("lingerTimeout", Math.max(1, c.getLingerTimeout()));
        require(c.getMaxFrameSize() > 0, "maxFrameSize must be positive");
        require(c.getMaxInFlight() > 0, "maxInFlight must be positive");
        return new ConnectionSettings(address(), account(),
                new Timing(Duration.ofMillis(c.getConnectTimeout()), Duration.ofMillis(c.getAnswerIdleTimeout()),
                        Duration.ofMillis(c.getHeartbeatInterval()), c.getHeartbeatMaxMissed(),
                        Duration.ofMillis(c.getLingerTimeout())),
                new Limits(c.getMaxFrameSize(), c.getMaxInFlight()),
                reconnect(),
                c.getConnectionId());
    }

    /**
     * What a consumer of pushes needs.
     *
     * @param subscriber names it in messages
     */
    PushSettings push(String subscriber) {
        require(!c.isAnonymous(), "the NAS pushes to users who are logged in, and anonymous=true does not log in");
        require(MAIN.equals(c.getWebSocketType()), "the NAS pushes to sockets of webSocketType=main, not " + c.getWebSocketType());
        BufferLimits limits = buffer(c.getPushOverflow() == PushOverflow.spool);
        try {
            return new PushSettings(subscriber, PushKinds.of(c.getPushKinds()), c.isConnectionEvents(), c.getPushOverflow(), limits);
        } catch (IllegalArgumentException e) {
            throw unusable(e.getMessage(), e);
        }
    }

    /** How much may wait for the reader of a streamed answer. */
    BufferLimits stream() {
        return buffer(true);
    }

    /** How a recursive listing goes. */
    WalkSettings walk() {
        require(FolderWalk.LIST.equals(operation), "recursive lists folders, which only " + FolderWalk.LIST + " does; leave recursive out");
        require(c.getMaxDepth() > 0, "maxDepth must be positive");
        require(c.getWalkConcurrency() > 0, "walkConcurrency must be positive");
        return new WalkSettings(c.getMaxDepth(), c.getWalkConcurrency(), c.getWalkFailure() == WalkFailureBehaviour.fail, buffer(true));
    }

    /** Fails if the options of a producer, or of a poll, contradict each other. */
    void checkAnswer(Set<String> given, boolean producer) {
        requireWith(given, WALK, c.isRecursive(), "recursive=true");
        requireWith(given, BUFFER, c.isRecursive() || producer && c.isStreaming(), producer ? "streaming=true or recursive=true" : "recursive=true");
        requireWith(given, Set.of("listKey"), !c.isRecursive() && (!producer || c.isStreaming()), (producer ? "streaming=true and " : "")
                                                                                            + "recursive=false");
        requireWith(given, Set.of("progressUri"), !c.isRecursive() && !c.isStreaming(), "streaming=false and recursive=false");
    }

    private void requireWith(Set<String> given, Set<String> options, boolean effective, String condition) {
        List<String> vain = given.stream().filter(option -> options.stream().anyMatch(option::equalsIgnoreCase)).sorted().toList();
        require(effective || vain.isEmpty(), String.join(", ", vain) + (vain.size() == 1 ? " has" : " have") + " an effect only with " + condition);
    }

    private BufferLimits buffer(boolean spooling) {
        try {
            return new BufferLimits(ByteSize.parse("bufferMemory", c.getBufferMemory()), spoolDirectory(spooling),
                    ByteSize.parse("spoolLimit", c.getSpoolLimit()));
        } catch (IllegalArgumentException e) {
            throw unusable(e.getMessage(), e);
        }
    }

    private Path spoolDirectory(boolean spooling) {
        String name = isSet(c.getSpoolDirectory()) ? c.getSpoolDirectory() : System.getProperty("java.io.tmpdir");
        try {
            Path directory = Path.of(name);
            if (spooling) {
                if (Files.exists(directory) && !Files.isDirectory(directory)) {
                    throw new IOException("it is no folder");
                }
                if (!Files.isDirectory(directory)) {
                    Files.createDirectories(directory);
                }
                // Whether one may write there is known for sure only after one has.
                Files.delete(Files.createTempFile(directory, "camel-fnos-", ".spool"));
            }
            return directory;
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException("what a slow route has not taken cannot be spooled to " + name + " (" + e + "); set "
                                               + "spoolDirectory to a folder that can be written to", e);
        }
    }

    /** Fails if the options of a push consumer contradict each other. */
    void checkPush(Set<String> given) {
        require(c.getPushOverflow() == PushOverflow.spool || !given.contains("spoolDirectory") && !given.contains("spoolLimit"),
                "with pushOverflow=" + c.getPushOverflow() + " nothing is spooled; leave spoolDirectory and spoolLimit out");
    }

    /** Fails if the options of a poll contradict each other. */
    void checkPoll(boolean greedy) {
        require(!greedy || c.isChangedOnly(), "greedy polls again at once as long as there is something, so without changedOnly it would never "
                                              + "stop; set changedOnly=true, or leave greedy out");
        require(!c.isChangedOnly() || c.isSplitEntries(), "changedOnly looks at single entries, which splitEntries=false forbids; leave one of "
                                                          + "the two out");
        require(c.getIdempotentRepository() == null || c.isChangedOnly(), "idempotentRepository is where changedOnly remembers what was emitted; "
                                                                          + "set changedOnly=true, or leave idempotentRepository out");
    }

    /** The port, which is the usual one unless another is set. */
    int port() {
        int usual = c.isRelay() ? RELAY_PORT : c.isSecure() ? TLS_PORT : PLAIN_PORT;
        return c.getPort() == null ? usual : c.getPort();
    }

    private NasAddress address() {
        boolean secure = c.isSecure() || c.isRelay();
        int port = port();
        require(port > 0 && port < 65_536, "port must be from 1 to 65535");
        TlsOptions tls;
        try {
            tls = secure ? tlsContexts.options(c) : null;
        } catch (IllegalArgumentException e) {
            throw unusable(e.getMessage(), e);
        }
        String tlsOption = c.getSslContextParameters() != null ? "sslContextParameters"
                : c.isUseGlobalSslContextParameters() ? "useGlobalSslContextParameters"
                : c.getCertificateFingerprint() != null ? "certificateFingerprint"
                : c.isTrustAllCertificates() ? "trustAllCertificates"
                : c.isHostnameVerification() ? null
                : "hostnameVerification";
        require(secure || tlsOption == null, tlsOption + " is set, but secure is not; set secure=true");
        require(c.getWebSocketPath() != null && c.getWebSocketPath().startsWith("/"), "webSocketPath must begin with /");
        require(SOCKET_TYPES.contains(String.valueOf(c.getWebSocketType())), "webSocketType must be one of main, timer and file");
        return new NasAddress(c.getHost(), port, c.getWebSocketPath(), c.getWebSocketType(), c.isRelay(), tls);
    }

    private ReconnectPolicy reconnect() {
        requireDuration("reconnectDelay", c.getReconnectDelay());
        requireDuration("reconnectMaxDelay", c.getReconnectMaxDelay());
        require(c.getReconnectMaxDelay() >= c.getReconnectDelay(), "reconnectMaxDelay (" + c.getReconnectMaxDelay()
                + " ms) must not be less than reconnectDelay (" + c.getReconnectDelay() + " ms); write 60s for seconds");
        require(c.getReconnectBackoffMultiplier() >= 1, "reconnectBackoffMultiplier must be at least 1");
        require(c.getMaxReconnectAttempts() >= 0, "maxReconnectAttempts must not be negative");
        require(c.isReconnect() || c.getStartupFailure() == StartupFailure.fail,
                "startupFailure=reconnect goes on trying, which reconnect=false forbids; set one of them otherwise");
        return new ReconnectPolicy(c.isReconnect(), Duration.ofMillis(c.getReconnectDelay()),
                Duration.ofMillis(c.getReconnectMaxDelay()), c.getReconnectBackoffMultiplier(), c.getMaxReconnectAttempts(),
                c.getStartupFailure());
    }

    private Account account() {
        if (c.isAnonymous()) {
            return Account.ANONYMOUS;
        }
        boolean byPassword = isSet(c.getUsername()) && isSet(c.getPassword());
        boolean byToken = isSet(c.getToken()) || isSet(c.getLongToken());
        require(byPassword || byToken, "no username and password are set; set camel.component.fnos.username and "
                                       + "camel.component.fnos.password, or sessionSecret with token or longToken, or "
                                       + "anonymous=true for the few commands that need no login");
        require(byToken == isSet(c.getSessionSecret()), "a session goes on with sessionSecret and with token or longToken; set "
                                                        + "sessionSecret and at least one of the two, or none of them");
        require(!byToken || isBase64(c.getSessionSecret()), "sessionSecret is no base64");
        require(c.getDeviceId() == null || c.getDeviceId().length() <= 64, "deviceId must have at most 64 characters");
        String deviceId = isSet(c.getDeviceId()) ? c.getDeviceId() : DeviceId.derive(String.valueOf(orNull(c.getUsername())));
        Credentials credentials = new Credentials(byPassword ? c.getPassword() : null, orNull(c.getToken()), orNull(c.getLongToken()),
                orNull(c.getSessionSecret()));
        return new Account(orNull(c.getUsername()), credentials, deviceId, c.getDeviceName(), c.isStayLoggedIn(), c.getLoginOperation());
    }

    private static boolean isBase64(String text) {
        try {
            return Base64.getDecoder().decode(text).length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void requireDuration(String option, long millis) {
        require(millis > 0, option + " must be positive");
        require(millis <= LONGEST.toMillis(), option + " must be at most " + LONGEST.toDays() + " days");
    }

    private void require(boolean condition, String problem) {
        if (!condition) {
            throw unusable(problem, null);
        }
    }

    IllegalArgumentException unusable(String problem, Exception cause) {
        return new IllegalArgumentException("fnos:" + operation + " cannot be used: " + problem, cause);
    }

    /** An option left blank, as by a placeholder with an empty default, is not set. */
    private static String orNull(String value) {
        return isSet(value) ? value : null;
    }

    private static boolean isSet(String value) {
        return value != null && !value.isBlank();
    }
}
