package io.github.camelfnos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.camel.Component;
import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonObject;

import io.github.camelfnos.client.ConnectionStatus;
import io.github.camelfnos.client.FnosConnection;
import io.github.camelfnos.client.FnosFailure;
import io.github.camelfnos.client.PushLoss;
import io.github.camelfnos.client.PushSubscription;

/**
 * Shows the connections to NAS systems, what waits for their push consumers, and the logins that they refused, and forgets refusals: with the option
 * {@code forgetRefusal} those of the user whom it names.
 */
@DevConsole(name = FnosConstants.SCHEME, displayName = "fnOS", description = "Connections to fnOS NAS systems")
public class FnosDevConsole extends AbstractDevConsole {

    /** The option that names the user whose refusals are to be forgotten. */
    public static final String FORGET_REFUSAL = "forgetRefusal";

    private static final String PUSH_CONSUMERS = "pushConsumers";

    public FnosDevConsole() {
        super("camel", FnosConstants.SCHEME, "fnOS", "Connections to fnOS NAS systems");
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        JsonObject root = doCallJson(options);
        StringBuilder text = new StringBuilder();
        root.<List<JsonObject>> getCollection("connections").forEach(connection -> {
            text.append(String.format("%n"));
            connection.forEach((name, value) -> {
                if (!PUSH_CONSUMERS.equals(name)) {
                    text.append(String.format("    %s: %s%n", name, value));
                }
            });
            connection.<List<JsonObject>> getCollection(PUSH_CONSUMERS)
                    .forEach(consumer -> text.append(String.format("    Pushes for %s: %s waiting, %s of them on disk, %s dropped%s%n",
                            consumer.get("subscriber"), consumer.get("waiting"), consumer.get("spooled"), consumer.get("dropped"),
                            consumer.get("loss") == null ? "" : "; " + consumer.get("loss"))));
        });
        root.<List<String>> getCollection("refusals").forEach(refusal -> text.append(String.format("%n    Refused: %s%n", refusal)));
        return text.toString();
    }

    @Override
    protected JsonObject doCallJson(Map<String, Object> options) {
        List<JsonObject> connections = new ArrayList<>();
        List<String> refusals = new ArrayList<>();
        for (String name : getCamelContext().getComponentNames()) {
            Component component = getCamelContext().hasComponent(name);
            if (component instanceof FnosComponent fnos && fnos.connections() != null) {
                if (options.get(FORGET_REFUSAL) instanceof String username) {
                    fnos.connections().forgetRefusal(null, username);
                }
                fnos.connections().connections().forEach(connection -> connections.add(
                        describe(connection, fnos.connections().users(connection))));
                refusals.addAll(fnos.connections().refusals());
            }
        }
        JsonObject root = new JsonObject();
        root.put("connections", connections);
        root.put("refusals", refusals);
        return root;
    }

    private static JsonObject describe(FnosConnection connection, int users) {
        ConnectionStatus status = connection.status();
        JsonObject described = new JsonObject();
        described.put("nas", connection.settings().address().toString());
        described.put("account", connection.settings().account().toString());
        described.put("connectionId", connection.settings().connectionId());
        described.put("state", status.state().toString());
        described.put("since", status.since().toString());
        described.put("attempts", status.attempts());
        described.put("nextAttempt", status.nextAttempt() == null ? null : status.nextAttempt().toString());
        described.put("lastReason", status.lastReason());
        described.put("lastFrame", connection.lastFrame() == null ? null : connection.lastFrame().toString());
        described.put("users", users);
        described.put("inFlight", connection.inFlight());
        described.put("waiting", connection.waiting());
        described.put("requests", connection.counters().requests());
        described.put("failures", failures(connection));
        described.put("timeouts", connection.counters().timeouts());
        described.put("lateFrames", connection.counters().lateFrames());
        described.put("malformedFrames", connection.counters().malformedFrames());
        described.put("pushes", connection.counters().pushes());
        described.put("droppedPushes", connection.counters().droppedPushes());
        described.put("reconnects", connection.counters().reconnects());
        described.put(PUSH_CONSUMERS, connection.subscriptions().stream().map(FnosDevConsole::describe).toList());
        return described;
    }

    /** By category, those that have happened. */
    private static JsonObject failures(FnosConnection connection) {
        JsonObject failures = new JsonObject();
        for (String category : FnosFailure.categories()) {
            long count = connection.counters().failures(category);
            if (count > 0) {
                failures.put(category, count);
            }
        }
        return failures;
    }

    private static JsonObject describe(PushSubscription pushes) {
        PushLoss loss = pushes.loss();
        JsonObject described = new JsonObject();
        described.put("subscriber", pushes.subscriber());
        described.put("waiting", pushes.size());
        described.put("spooled", pushes.spooled());
        described.put("dropped", pushes.dropped());
        described.put("loss", loss == null ? null : loss.getMessage());
        return described;
    }
}
