package io.github.camelfnos.examples.listingtostream;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kafka.KafkaComponent;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.support.PluginHelper;

import io.github.camelfnos.examples.listingsync.ListingSync;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program: does what ListingSync does, and sends each change as an event to a file or to Kafka. */
@Command(name = "ListingToStream", description = {
    "Keeps the table nas_entry of a database in step with a folder of an fnOS NAS and all that is below it, as ListingSync does, and sends each "
            + "change as a JSON event to a file, to Kafka, or to both. What is not sent yet waits in the table nas_event.",
    "",
    "Without --host it simulates a NAS over a directory of this machine and talks to it as it would to a real one.",
    ""})
public final class ListingToStream extends ListingSync {

    private static final String FILE = "file";
    private static final String KAFKA = "kafka";
    /** Of Kafka, unless set otherwise: a broker that is away is told within half a minute. */
    private static final Map<String, Object> IMPATIENT = Map.of("max.block.ms", 10_000, "request.timeout.ms", 10_000, "delivery.timeout.ms", 30_000);

    private final LongAdder sent = new LongAdder();

    @Option(names = "--file", paramLabel = "FILE",
            description = "Append the events to this file, one JSON object in a line; nas-events.ndjson unless there is --kafka.")
    private Path file;

    @Option(names = "--kafka", paramLabel = "BROKERS", description = "Send the events to Kafka, such as broker1:9092,broker2:9092.")
    private String brokers;

    @Option(names = "--topic", paramLabel = "NAME", description = "Topic of Kafka (default: nas-events).")
    private String topic;

    @Option(names = "--kafka-properties", paramLabel = "FILE",
            description = "Further properties of Kafka's producer, such as those of its security protocol and login.")
    private Path kafkaProperties;

    private ListingToStream(Map<String, String> environment) {
        super(environment);
    }

    public static void main(String[] args) {
        execute(new ListingToStream(System.getenv()), args);
    }

    static CommandLine commandLine(Map<String, String> environment) {
        return commandLine(new ListingToStream(environment));
    }

    @Override
    protected void check() {
        super.check();
        if (brokers == null && (topic != null || kafkaProperties != null)) {
            throw wrong("--topic and --kafka-properties need --kafka, which names the brokers.");
        }
        if (topic != null && !topic.matches("[A-Za-z0-9._-]{1,249}")) {
            throw wrong("--topic takes a name of letters, digits, dots, hyphens and underscores.");
        }
        if (kafkaProperties != null && (Files.isDirectory(kafkaProperties) || !Files.isReadable(kafkaProperties))) {
            throw wrong("The file " + kafkaProperties + " of --kafka-properties cannot be read.");
        }
    }

    @Override
    protected boolean hasOutbox() {
        return true;
    }

    @Override
    protected void begin(CamelContext context, DataSource database) throws Exception {
        makeOutbox(database);
        if (file == null && brokers == null) {
            file = Path.of(System.getProperty("listing-to-stream.file", "nas-events.ndjson"));
        }
        context.getRegistry().bind("sent", sent);
        List<String> sinks = new ArrayList<>();
        if (file != null) {
            context.getRegistry().bind(FILE, new EventFile(file));
            sinks.add(FILE);
        }
        if (brokers != null) {
            context.addComponent(KAFKA, kafka());
            sinks.add(KAFKA);
        }
        System.setProperty("listing-to-stream.topic", topic == null ? "nas-events" : topic);
        System.setProperty("listing-to-stream.sinks", sinks.stream().map(sink -> "direct:" + sink).collect(Collectors.joining(",")));
        for (String sink : sinks) {
            load(context, sink);
        }
        load(context, "listing-to-stream");
    }

    private static void load(CamelContext context, String routes) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(
                PluginHelper.getResourceLoader(context).resolveResource("classpath:listing-to-stream/" + routes + ".camel.yaml"));
    }

    private static void makeOutbox(DataSource database) throws SQLException, IOException {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement();
                InputStream sql = ListingToStream.class.getResourceAsStream("/listing-to-stream/outbox.sql")) {
            statement.execute(new String(sql.readAllBytes(), StandardCharsets.UTF_8));
            System.setProperty("listing-to-stream.h2", String.valueOf(connection.getMetaData().getDatabaseProductName().equals("H2")));
        }
    }

    private KafkaComponent kafka() throws IOException {
        KafkaConfiguration configuration = new KafkaConfiguration();
        configuration.setBrokers(brokers);
        Map<String, Object> properties = configuration.getAdditionalProperties();
        properties.putAll(IMPATIENT);
        if (kafkaProperties != null) {
            Properties further = new Properties();
            try (Reader reader = Files.newBufferedReader(kafkaProperties)) {
                further.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new IOException("The file " + kafkaProperties + " of --kafka-properties is no file of properties in UTF-8: " + e.getMessage());
            }
            further.forEach((name, value) -> properties.put((String) name, value));
        }
        KafkaComponent component = new KafkaComponent();
        component.setConfiguration(configuration);
        // Brokers whose names are not known just now are away like others, and end no program.
        component.setLazyStartProducer(true);
        return component;
    }

    /** Why nothing was sent, for the routes: the innermost cause, as Kafka says in the outer ones only that it failed. */
    public static String reason(Exception failure) {
        return sentence(failure);
    }

    /** Sends what is left, now that nothing is added any more. */
    @Override
    protected void end(CamelContext context) throws Exception {
        // However long it still sends: by itself Camel waits for less than a minute, and then there would be two who send.
        context.getRouteController().stopRoute("sending", 1, TimeUnit.DAYS);
        try (ProducerTemplate template = context.createProducerTemplate()) {
            template.sendBody("direct:send", null);
        } catch (CamelExecutionException e) {
            throw new IOException("The table is in step, but events wait in its outbox for the next run: " + reason(e));
        }
        out().println(String.format(Locale.ROOT, "sent       %,14d  events", sent.sum()));
        out().flush();
    }
}
