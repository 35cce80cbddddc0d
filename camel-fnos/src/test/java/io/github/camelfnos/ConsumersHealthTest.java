package io.github.camelfnos;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a health probe sees of consumers. */
class ConsumersHealthTest extends FnosTestSupport {

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        checkHealthOf(context, "consumers");
        return context;
    }

    @Override
    void configure(FnosComponent component) {
        super.configure(component);
        component.getConfiguration().setReconnectDelay(100);
        component.getConfiguration().setReconnectMaxDelay(500);
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("fnos:push").routeId("pushes").to("mock:pushes");
                from("fnos:user.info?initialDelay=0&delay=50").routeId("polls").to("mock:polls");
            }
        };
    }

    private Map<String, HealthCheck.Result> results() {
        return HealthCheckHelper.invokeReadiness(context, "full").stream().filter(result -> result.getCheck().getId().startsWith("consumer:"))
                .collect(Collectors.toMap(result -> result.getCheck().getId(), result -> result));
    }

    private Map<String, State> states() {
        return results().values().stream().collect(Collectors.toMap(result -> result.getCheck().getId(), HealthCheck.Result::getState));
    }

    private static Map<String, State> states(State pushes, State polls) {
        return Map.of("consumer:pushes", pushes, "consumer:polls", polls);
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(30));
    }

    @Test
    void bothAreDownWithTheReasonWhileTheConnectionIsLost() {
        patiently().until(() -> states().equals(states(State.UP, State.UP)));
        assertFalse(results().get("consumer:pushes").getCheck().isLiveness());

        nas.faults().stopListening();

        patiently().until(() -> states().equals(states(State.DOWN, State.DOWN))
                && results().values().stream().allMatch(result -> result.getMessage().orElse("").contains("cannot be reached")));
        nas.faults().listenAgain();
        patiently().until(() -> states().equals(states(State.UP, State.UP)));
    }

    @Test
    void aPollThatFailsIsDownUntilOneSucceeds() {
        nas.on("user.info", request -> request.fail(4097));

        // Before its first poll it is DOWN as well, without an error.
        patiently().until(() -> states().equals(states(State.UP, State.DOWN))
                && results().get("consumer:polls").getError().orElse(null) instanceof FnosBusyException);
        nas.off("user.info");
        patiently().until(() -> states().equals(states(State.UP, State.UP)));
    }

    @Test
    void canBeSwitchedOff() throws Exception {
        context.getComponent("fnos", FnosComponent.class).setHealthCheckConsumerEnabled(false);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("fnos:push").routeId("uncheckedPushes").to("mock:pushes");
                from("fnos:user.info").routeId("uncheckedPolls").to("mock:polls");
            }
        });
        nas.faults().stopListening();

        patiently().until(() -> states().get("consumer:pushes") == State.DOWN);
        assertEquals(State.UNKNOWN, states().get("consumer:uncheckedPushes"));
        assertEquals(State.UNKNOWN, states().get("consumer:uncheckedPolls"));
    }

    /** So the page on consumers says. */
    @Test
    void camelCountsWhatIsSwitchedOffAsNotReadyUnlessItIsLeftOut() throws Exception {
        context.getComponent("fnos", FnosComponent.class).setHealthCheckConsumerEnabled(false);
        routes(more -> more.from("fnos:push").routeId("unchecked").to("mock:pushes"));
        patiently().until(() -> states().equals(Map.of("consumer:pushes", State.UP, "consumer:polls", State.UP,
                "consumer:unchecked", State.UNKNOWN)));
        assertFalse(HealthCheckHelper.isResultsUp(HealthCheckHelper.invokeReadiness(context, "full"), true));

        HealthCheckRegistry.get(context).setExcludePattern("consumer:unchecked");

        assertTrue(HealthCheckHelper.isResultsUp(HealthCheckHelper.invokeReadiness(context, "full"), true));
    }

    @AfterAll
    static void noThreadIsLeft() {
        OurThreads.awaitNone();
    }
}
