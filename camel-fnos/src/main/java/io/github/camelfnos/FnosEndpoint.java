package io.github.camelfnos;

import java.time.Duration;
import java.util.Map;

import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

import io.github.camelfnos.client.Account;
import io.github.camelfnos.client.ConnectionSettings;
import io.github.camelfnos.client.DeviceId;
import io.github.camelfnos.client.Limits;
import io.github.camelfnos.client.NasAddress;
import io.github.camelfnos.client.Timing;

/**
 * Call the services of an fnOS NAS: list and change files, read the state of disks, users and the system.
 */
@UriEndpoint(firstVersion = "1.0.0", scheme = FnosConstants.SCHEME, title = "fnOS", syntax = "fnos:operation", producerOnly = true,
             category = { Category.FILE, Category.API }, headersClass = FnosConstants.class)
public class FnosEndpoint extends DefaultEndpoint implements AsyncEndpoint {

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
     * The connection that this endpoint uses.
     *
     * @throws IllegalArgumentException if an option that it needs is missing or out of range
     */
    ConnectionSettings connectionSettings() {
        FnosConfiguration c = configuration;
        require(isSet(c.getHost()), "no host is set; set camel.component.fnos.host, or host= in the URI");
        require(!c.getHost().matches(".*[/?#@\\s].*") && c.getHost().replaceAll("[^:]", "").length() != 1,
                "host must be a name or an IP address, without a scheme or a port (that is the option port)");
        require(c.getPort() > 0 && c.getPort() < 65_536, "port must be from 1 to 65535");
        require(c.getConnectTimeout() > 0, "connectTimeout must be positive");
        require(c.getRequestTimeout() > 0, "requestTimeout must be positive");
        require(c.getAnswerIdleTimeout() > 0, "answerIdleTimeout must be positive");
        require(c.getMaxFrameSize() > 0, "maxFrameSize must be positive");
        require(c.getMaxInFlight() > 0, "maxInFlight must be positive");
        return new ConnectionSettings(
                new NasAddress(c.getHost(), c.getPort(), c.getWebSocketPath(), c.getWebSocketType()),
                account(c),
                new Timing(Duration.ofMillis(c.getConnectTimeout()), Duration.ofMillis(c.getAnswerIdleTimeout())),
                new Limits(c.getMaxFrameSize(), c.getMaxInFlight()),
                c.getConnectionId());
    }

    private Account account(FnosConfiguration c) {
        if (c.isAnonymous()) {
            return Account.ANONYMOUS;
        }
        require(isSet(c.getUsername()) && isSet(c.getPassword()), "no username and password are set; set "
                                                                  + "camel.component.fnos.username and "
                                                                  + "camel.component.fnos.password, or anonymous=true for the few "
                                                                  + "commands that need no login");
        require(c.getDeviceId() == null || c.getDeviceId().length() <= 64, "deviceId must have at most 64 characters");
        String deviceId = isSet(c.getDeviceId()) ? c.getDeviceId() : DeviceId.derive(c.getUsername());
        return new Account(c.getUsername(), c.getPassword(), deviceId, c.getDeviceName(), c.isStayLoggedIn(), c.getLoginOperation());
    }

    private void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException("fnos:" + operation + " cannot be used: " + problem);
        }
    }

    private static boolean isSet(String value) {
        return value != null && !value.isBlank();
    }
}
