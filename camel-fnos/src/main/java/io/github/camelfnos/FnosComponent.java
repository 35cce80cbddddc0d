package io.github.camelfnos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.spi.ManagementAgent;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.util.PropertiesHelper;
import org.apache.camel.util.concurrent.CamelThreadFactory;

import io.github.camelfnos.client.FnosConnectionRegistry;
import io.github.camelfnos.transport.JavaWebSocketFrameSocket;

/**
 * Makes {@code fnos:} endpoints, and owns what they share: the connections, the timer and the worker pool.
 */
@Component(FnosConstants.SCHEME)
@Metadata(label = "verifiers", enums = "parameters,connectivity")
public class FnosComponent extends HealthCheckComponent implements SSLContextParametersAware {

    /** Of camel-micrometer, which is optional. */
    private static final String MICROMETER = "org.apache.camel.component.micrometer.MicrometerUtils";
    private static final Pattern OF_PUSHES = Pattern.compile("[^:]+:(//)?" + FnosEndpoint.PUSH + "(\\?.*)?");

    @Metadata(description = "All the options that can be set in a URI as well, as one bean; each can also be set on its own.")
    private FnosConfiguration configuration = new FnosConfiguration();
    @Metadata(label = "advanced", description = "A thread pool of your own for what follows an answer, the rest of the route. Its "
                                                + "rejection policy must not be CallerRuns.")
    private ExecutorService workerPool;
    @Metadata(label = "advanced", defaultValue = "1000",
              description = "How many threads the component's own pool, which runs what follows an answer, may have. It starts a "
                            + "thread when none is free, and idle ones end after a minute.")
    private int workerPoolMaxSize = 1000;

    private Map<String, ?> options = Map.of();
    private ScheduledThreadPoolExecutor timer;
    private WorkerPool workers;
    private FnosConnectionRegistry connections;
    private ObservedConnections observed;
    private TlsContexts tlsContexts;
    private final PendingStarts starts = new PendingStarts();

    /** A component that is not of a context yet. */
    public FnosComponent() {
        registerExtension(() -> new FnosVerifierExtension(this));
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (remaining == null || remaining.isBlank()) {
            throw new IllegalArgumentException("The URI names no operation; write it as in fnos:file.ls");
        }
        FnosEndpoint endpoint = new FnosEndpoint(uri, this, remaining, configuration.copy());
        endpoint.givenOptions(Set.copyOf(parameters.keySet()));
        Map<String, Object> operationParameters = PropertiesHelper.extractProperties(parameters, "param.");
        operationParameters.replaceAll((name, value) -> handedOver(value, getCamelContext()));
        endpoint.setParameters(operationParameters);
        checkValues(parameters);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    private void checkValues(Map<String, Object> options) {
        PropertyConfigurerGetter configurer = (PropertyConfigurerGetter) getEndpointPropertyConfigurer();
        options.forEach((name, value) -> {
            Class<?> type = configurer.getOptionType(name, true);
            if (type != null && value instanceof String text) {
                new OptionValue(name, type, text).check();
            }
        });
    }

    /** Says which options are unknown, without their values, and how a parameter of the operation is written. */
    @Override
    protected void validateParameters(String uri, Map<String, Object> parameters, String optionPrefix) {
        if (parameters == null || parameters.isEmpty()) {
            return;
        }
        String unknown = "Unknown option" + (parameters.size() == 1 ? ": " : "s: ") + String.join(", ", parameters.keySet());
        String hint = parameters.keySet().stream().map(name -> "param." + name).collect(Collectors.joining(", "));
        throw new ResolveEndpointFailedException(uri, isOfPushes(uri)
                ? unknown + ". The options of fnos:push are those of the connection and of push consumers"
                : unknown + ". If a parameter of the operation is meant, did you mean " + hint + "? If not, look at the spelling");
    }

    /** Whether a URI, by whatever name this component has in it, is one of pushes. */
    static boolean isOfPushes(String uri) {
        return OF_PUSHES.matcher(uri).matches();
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        options.forEach(this::set);
        getCamelContext().addLifecycleStrategy(starts);
    }

    @Override
    protected void doShutdown() throws Exception {
        getCamelContext().getLifecycleStrategies().remove(starts);
        super.doShutdown();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (workerPoolMaxSize < 1) {
            throw new IllegalArgumentException("workerPoolMaxSize must be positive");
        }
        timer = new ScheduledThreadPoolExecutor(1, threads("FnosTimer"));
        timer.setRemoveOnCancelPolicy(true);
        tlsContexts = new TlsContexts(getCamelContext());
        observed = new ObservedConnections(ConnectionNames.of(getCamelContext()), observers());
        connections = new FnosConnectionRegistry(JavaWebSocketFrameSocket::new, timer, observed);
        workers = workerPool == null
                ? WorkerPool.ofSize(workerPoolMaxSize, threads("FnosWorker"), timer)
                : WorkerPool.of(workerPool, threads("FnosWorker"), timer);
    }

    @Override
    protected void doStop() throws Exception {
        if (connections != null) {
            connections.close();
            observed.close();
        }
        if (workers != null) {
            workers.close();
        }
        if (timer != null) {
            // Not at once: it still has to rescue what waits for a busy worker.
            timer.shutdown();
        }
        super.doStop();
    }

    private List<ConnectionObserver> observers() {
        List<ConnectionObserver> observers = new ArrayList<>();
        ManagementAgent agent = getCamelContext().getManagementStrategy().getManagementAgent();
        if (agent != null) {
            observers.add(new ConnectionMBeans(getCamelContext(), agent, of -> new ManagedConnection(of, connections)));
        }
        if (getCamelContext().getClassResolver().resolveClass(MICROMETER) != null) {
            observers.add(new ConnectionMeters(getCamelContext()));
        }
        return observers;
    }

    FnosConnectionRegistry connections() {
        return connections;
    }

    TlsContexts tlsContexts() {
        return tlsContexts;
    }

    PendingStarts starts() {
        return starts;
    }

    WorkerPool workers() {
        return workers;
    }

    /**
     * Options of this component by their names, as in {@code camel.component.fnos.*}, for frameworks that read a configuration by
     * themselves. They are set when the component is initialised, which fails if one is unknown or a text does not fit. Neither case nor
     * dashes and underscores in a name matter.
     *
     * @param options names and values; text is converted, and an empty one is not set
     */
    public void setOptions(Map<String, ?> options) {
        this.options = Map.copyOf(options);
    }

    private void set(String name, Object value) {
        PropertyConfigurer configurer = getComponentPropertyConfigurer();
        String option = name.replaceAll("[-_]", "");
        Class<?> type = ((PropertyConfigurerGetter) configurer).getOptionType(option, true);
        if (type == null) {
            // Without the value: it may be a password whose option is misspelt.
            throw new IllegalArgumentException("fnos has no option " + name + "; look at the spelling of camel.component.fnos." + name);
        }
        if (value instanceof String text) {
            new OptionValue(name, type, text).check();
        }
        if (!"".equals(value)) {
            configurer.configure(getCamelContext(), this, option, value, true);
        }
    }

    public FnosConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(FnosConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    public boolean isUseGlobalSslContextParameters() {
        return configuration.isUseGlobalSslContextParameters();
    }

    @Override
    public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
        configuration.setUseGlobalSslContextParameters(useGlobalSslContextParameters);
    }

    public ExecutorService getWorkerPool() {
        return workerPool;
    }

    public void setWorkerPool(ExecutorService workerPool) {
        this.workerPool = workerPool;
    }

    public int getWorkerPoolMaxSize() {
        return workerPoolMaxSize;
    }

    public void setWorkerPoolMaxSize(int workerPoolMaxSize) {
        this.workerPoolMaxSize = workerPoolMaxSize;
    }

    /** The Endpoint DSL hands Maps and Lists over as {@code #name} of the registry; any other text is text. */
    static Object handedOver(Object value, CamelContext context) {
        if (value instanceof String text && text.startsWith("#")) {
            Object bean = context.getRegistry().lookupByName(text.substring(1));
            if (bean instanceof Map || bean instanceof Collection) {
                return bean;
            }
        }
        return value;
    }

    private ThreadFactory threads(String name) {
        return new CamelThreadFactory(getCamelContext().getExecutorServiceManager().getThreadNamePattern(), name, true);
    }
}
