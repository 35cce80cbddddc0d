package io.github.camelfnos;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.ToLongFunction;

import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.ScheduledPollEndpoint;

import io.github.camelfnos.client.BufferLimits;
import io.github.camelfnos.client.ConnectionCounters;
import io.github.camelfnos.client.ConnectionHandle;
import io.github.camelfnos.client.ConnectionSettings;
import io.github.camelfnos.client.ConnectionState;
import io.github.camelfnos.client.FnosConnection;
import io.github.camelfnos.client.FnosFailure;
import io.github.camelfnos.client.NasAddress;
import io.github.camelfnos.client.PushSettings;
import io.github.camelfnos.client.StartupFailure;
import io.github.camelfnos.client.WalkSettings;

/**
 * Call the services of an fnOS NAS, poll them, and receive what the NAS pushes: list and change files, read the state of disks, users
 * and the system.
 */
@ManagedResource(description = "Managed fnOS endpoint")
@UriEndpoint(firstVersion = "1.0.0", scheme = FnosConstants.SCHEME, title = "fnOS", syntax = "fnos:operation",
             category = { Category.FILE, Category.API }, headersClass = FnosConstants.class)
public class FnosEndpoint extends ScheduledPollEndpoint implements AsyncEndpoint, EndpointServiceLocation, MultipleConsumersSupport {

    /** The operation that is none: a consumer of it takes pushes. */
    static final String PUSH = "push";

    @UriPath
    @Metadata(required = true, description = "The fnOS command to call or to poll, most often file.ls, file.mkdir, file.rm, file.cp, file.mv, "
                                            + "file.rename, stor.getUserStorage, user.info or appcgi.sysinfo.getHostName; or push, to "
                                            + "consume what the NAS pushes. Any name is sent as it is; the constants of "
                                            + "io.github.camelfnos.FnosOperations are those that are known.")
    private final String operation;
    @UriParam
    private final FnosConfiguration configuration;
    @UriParam(prefix = "param.", multiValue = true, label = "common")
    @Metadata(description = "Parameters of the operation, as in param.path=vol1/1000. The body and the header CamelFnosParameters win over "
                            + "them. A value that begins with a brace, a bracket or a double quote must be JSON; true, false, null and "
                            + "whole numbers are JSON too; everything else is text.")
    private Map<String, Object> parameters = Map.of();
    private Set<String> givenOptions = Set.of();
    private final ProducersHealth producersHealth = new ProducersHealth(this);

    public FnosEndpoint(String uri, FnosComponent component, String operation, FnosConfiguration configuration) {
        super(uri, component);
        this.operation = operation;
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        if (isPush()) {
            throw unusable("push is no operation that could be called; write from(\"fnos:push\") to consume what the NAS pushes");
        }
        EndpointRole.PRODUCER.check(this);
        settings().checkAnswer(givenOptions, true);
        return new FnosProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        Consumer consumer;
        if (isPush()) {
            EndpointRole.PUSH_CONSUMER.check(this);
            settings().checkPush(givenOptions);
            consumer = new FnosPushConsumer(this, processor);
        } else {
            EndpointRole.POLL_CONSUMER.check(this);
            settings().checkAnswer(givenOptions, false);
            settings().checkPoll(isGreedy());
            consumer = new FnosPollConsumer(this, processor);
        }
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public PollingConsumer createPollingConsumer() {
        if (isPush()) {
            EndpointRole.PUSH_CONSUMER.check(this);
            settings().checkPush(givenOptions);
            return new FnosPushPollingConsumer(this);
        }
        EndpointRole.POLL_CONSUMER.check(this);
        settings().checkAnswer(givenOptions, false);
        return new FnosPollingConsumer(this);
    }

    private boolean isPush() {
        return PUSH.equals(operation);
    }

    @Override
    public boolean isMultipleConsumersSupported() {
        return true;
    }

    /** Host and port of the NAS, or null as long as no host is set. */
    @Override
    public String getServiceUrl() {
        return configuration.getHost() == null ? null : NasAddress.toString(configuration.getHost(), settings().port());
    }

    @Override
    public String getServiceProtocol() {
        return FnosConstants.SCHEME;
    }

    @Override
    public Map<String, String> getServiceMetadata() {
        return configuration.getUsername() == null ? null : Map.of("username", configuration.getUsername());
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

    /** The names of the options that the URI sets, apart from the parameters of the operation. */
    Set<String> givenOptions() {
        return givenOptions;
    }

    void givenOptions(Set<String> names) {
        givenOptions = names;
    }

    ProducersHealth producersHealth() {
        return producersHealth;
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
            throw settings().unusable(e.getMessage(), e);
        }
    }

    /**
     * Connects, for a producer or consumer that starts.
     *
     * @throws FnosException if that fails, unless startupFailure lets the connection go on trying
     */
    void connect(FnosConnection connection) throws Exception {
        // Connecting has deadlines of its own; this one only makes sure that no start hangs.
        Duration limit = connection.settings().timing().connectTimeout().multipliedBy(12);
        try {
            getComponent().starts().await(connection.connect(), limit);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof FnosFailure failure)) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
            boolean triesOn = connection.settings().reconnect().startupFailure() == StartupFailure.reconnect
                    && connection.state() != ConnectionState.CLOSED;
            if (failure.isFinal() || !triesOn) {
                throw FnosException.of(failure, null);
            }
        }
    }

    /**
     * Connects for a request, without waiting. Who starts with the first request does not fail to start when the NAS is away: Camel
     * would wrap the reason. The request waits for the connection instead, without a thread, and has the reason itself; and as long
     * as none has come about, each request tries again.
     *
     * @return whether the connection is ready
     */
    boolean connectLazily(FnosConnection connection) {
        if (connection.state() == ConnectionState.IDLE || connection.state() == ConnectionState.FAILED) {
            connection.connect();
        }
        return connection.state() == ConnectionState.READY;
    }

    /**
     * What a consumer of pushes needs.
     *
     * @param  subscriber               names it in messages
     * @throws IllegalArgumentException if an option is out of range
     */
    PushSettings pushSettings(String subscriber) {
        return settings().push(subscriber);
    }

    /**
     * How much may wait for the reader of a streamed answer.
     *
     * @throws IllegalArgumentException if an option is out of range
     */
    BufferLimits streamLimits() {
        return settings().stream();
    }

    /**
     * How a recursive listing goes.
     *
     * @throws IllegalArgumentException if an option is out of range, or this is not the operation that lists folders
     */
    WalkSettings walkSettings() {
        return settings().walk();
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

    @ManagedAttribute(description = "State of the connection that this endpoint uses, which others may share; NONE if nobody uses it")
    public String getConnectionState() {
        FnosConnection connection = connection();
        return connection == null ? "NONE" : connection.state().name();
    }

    @ManagedAttribute(description = "Requests of the connection that have been sent and are not answered")
    public int getConnectionInFlight() {
        FnosConnection connection = connection();
        return connection == null ? 0 : connection.inFlight();
    }

    @ManagedAttribute(description = "Requests of the connection that wait for their turn")
    public int getConnectionWaiting() {
        FnosConnection connection = connection();
        return connection == null ? 0 : connection.waiting();
    }

    @ManagedAttribute(description = "Requests that the connection has sent, those of the login included")
    public long getConnectionRequests() {
        return counted(ConnectionCounters::requests);
    }

    @ManagedAttribute(description = "Requests of the connection that failed, for whatever reason")
    public long getConnectionFailures() {
        return counted(counters -> FnosFailure.categories().stream().mapToLong(counters::failures).sum());
    }

    @ManagedAttribute(description = "Requests of the connection whose answer, or whose turn, did not come in time")
    public long getConnectionTimeouts() {
        return counted(ConnectionCounters::timeouts);
    }

    @ManagedAttribute(description = "Frames of the connection that came after their request had ended")
    public long getConnectionLateFrames() {
        return counted(ConnectionCounters::lateFrames);
    }

    @ManagedAttribute(description = "Frames of the connection that answered no request")
    public long getConnectionPushes() {
        return counted(ConnectionCounters::pushes);
    }

    @ManagedAttribute(description = "How often the connection was made again after it had been lost")
    public long getConnectionReconnects() {
        return counted(ConnectionCounters::reconnects);
    }

    private long counted(ToLongFunction<ConnectionCounters> counter) {
        FnosConnection connection = connection();
        return connection == null ? 0 : counter.applyAsLong(connection.counters());
    }

    /** The connection that this endpoint uses, or null if nobody does, as where its options are not those of any. */
    private FnosConnection connection() {
        try {
            return getComponent().connections() == null ? null : getComponent().connections().find(connectionSettings());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * The settings of the connection that this endpoint uses.
     *
     * @throws IllegalArgumentException if an option that it needs is missing or out of range
     */
    ConnectionSettings connectionSettings() {
        return settings().connection();
    }

    /** The refusal of how this endpoint is set up. */
    IllegalArgumentException unusable(String problem) {
        return settings().unusable(problem, null);
    }

    private EndpointSettings settings() {
        return new EndpointSettings(operation, configuration, getComponent().tlsContexts());
    }
}
