package io.github.camelfnos;

import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

import io.github.camelfnos.client.Account;
import io.github.camelfnos.client.ConnectionHandle;
import io.github.camelfnos.client.ConnectionSettings;
import io.github.camelfnos.client.Credentials;
import io.github.camelfnos.client.DeviceId;
import io.github.camelfnos.client.Limits;
import io.github.camelfnos.client.NasAddress;
import io.github.camelfnos.client.ReconnectPolicy;
import io.github.camelfnos.client.StartupFailure;
import io.github.camelfnos.client.Timing;
import io.github.camelfnos.transport.TlsOptions;

/**
 * Call the services of an fnOS NAS: list and change files, read the state of disks, users and the system.
 */
@ManagedResource(description = "Managed fnOS endpoint")
@UriEndpoint(firstVersion = "1.0.0", scheme = FnosConstants.SCHEME, title = "fnOS", syntax = "fnos:operation", producerOnly = true,
             category = { Category.FILE, Category.API }, headersClass = FnosConstants.class)
public class FnosEndpoint extends DefaultEndpoint implements AsyncEndpoint {

    private static final int PLAIN_PORT = 5666;
    private static final int TLS_PORT = 5667;
    private static final int RELAY_PORT = 443;
    private static final Set<String> SOCKET_TYPES = Set.of("main", "timer", "file");
    private static final Duration LONGEST = Duration.ofDays(24);

    @UriPath
    @Metadata(required = true, description = "The fnOS command to call, such as file.ls or appcgi.sysinfo.getHostName.")
    private final String operation;
    @UriParam
    private final FnosConfiguration configuration;
    @UriParam(prefix = "param.", multiValue = true, label = "producer")
    @Metadata(description = "Parameters of the operation, as in param.path=vol1/1000. A value that begins with {, [ or a double quote "
                            + "must be JSON; true, false, null and whole numbers are JSON too; everything else is text.")
    private Map<String, Object> parameters = Map.of();

    public FnosEndpoint(String uri, FnosComponent component, String operation, FnosConfiguration configuration) {
        super(uri, component);
        this.operation = operation;
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        return new FnosProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("fnos:" + operation + " cannot be consumed from; use it as a producer, as in "
                                                + "from(\"timer:poll\").to(\"fnos:" + operation + "\")");
    }

    @Override
    public FnosComponent getComponent() {
        return (FnosComponent) super.getComponent();
    }

    public String getOperation() {
        return operation;
    }

    public FnosConfiguration getConfiguration() {
        return configuration;
    }

    public Map<String, Object> getParameters() {
        return parameters;
    }

    /**
     * Sets the parameters of the operation.
     *
     * @throws IllegalArgumentException if a value begins like JSON and is not, or a name belongs to the protocol
     */
    public void setParameters(Map<String, Object> parameters) {
        this.parameters = RequestParameters.parse(parameters);
    }

    /**
     * A share in the connection of this endpoint, not connected yet.
     *
     * @throws IllegalArgumentException if an option is missing, out of range, or other than what those have who share the
     *                                  connection
     */
    ConnectionHandle acquireConnection() {
        ConnectionSettings settings = connectionSettings();
        try {
            return getComponent().connections().acquire(settings);
        } catch (IllegalArgumentException e) {
            throw unusable(e.getMessage(), e);
        }
    }

    /**
     * Forgets that the NAS refused the login of this endpoint's user, or threw the user out. Connections that were
     * given up for that try again at once, routes that did not start can be started again. For an operator who has put
     * things right.
     */
    @ManagedOperation(description = "Forgets that the NAS refused this endpoint's user, so that the login is tried again")
    public void forgetRefusal() {
        ConnectionSettings settings = connectionSettings();
        getComponent().connections().forgetRefusal(settings.address().host(), settings.account().username());
    }

    /**
     * The settings of the connection that this endpoint uses.
     *
     * @throws IllegalArgumentException if an option that it needs is missing or out of range
     */
    ConnectionSettings connectionSettings() {
        FnosConfiguration c = configuration;
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
        return new ConnectionSettings(address(c), account(c),
                new Timing(Duration.ofMillis(c.getConnectTimeout()), Duration.ofMillis(c.getAnswerIdleTimeout()),
                        Duration.ofMillis(c.getHeartbeatInterval()), c.getHeartbeatMaxMissed(),
                        Duration.ofMillis(c.getLingerTimeout())),
                new Limits(c.getMaxFrameSize(), c.getMaxInFlight()),
                reconnect(c),
                c.getConnectionId());
    }

    private NasAddress address(FnosConfiguration c) {
        boolean secure = c.isSecure() || c.isRelay();
        int usual = c.isRelay() ? RELAY_PORT : secure ? TLS_PORT : PLAIN_PORT;
        int port = c.getPort() == null ? usual : c.getPort();
        require(port > 0 && port < 65_536, "port must be from 1 to 65535");
        TlsOptions tls;
        try {
            tls = secure ? getComponent().tlsContexts().options(c) : null;
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

    private ReconnectPolicy reconnect(FnosConfiguration c) {
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

    private Account account(FnosConfiguration c) {
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

    private IllegalArgumentException unusable(String problem, Exception cause) {
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
