package io.github.camelfnos;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What an endpoint is used as, and the options that it does not have then. Those of Camel's that every endpoint has, such as
 * {@code lazyStartProducer} and {@code bridgeErrorHandler}, are left alone, as Camel does.
 */
enum EndpointRole {

    PRODUCER("a producer"),
    PUSH_CONSUMER("a consumer of pushes"),
    POLL_CONSUMER("a poll");

    private static final Set<String> OF_PRODUCERS = Set.of("ignoreBody", "sendBody", "notFoundBehaviour", "streaming", "progressUri");
    private static final Set<String> OF_PUSHES = Set.of("pushKinds", "pushOverflow", "connectionEvents");
    /** Of producers and polls. */
    private static final Set<String> OF_ANSWERS = Set.of("listKey", "recursive", "maxDepth", "walkConcurrency", "walkFailure");
    private static final Set<String> OF_POLLS = Set.of("splitEntries", "changedOnly", "idempotentRepository",
            "sendEmptyMessageWhenIdle", "pollStrategy", "startScheduler", "initialDelay", "delay", "timeUnit", "useFixedDelay",
            "runLoggingLevel", "greedy", "scheduler", "scheduledExecutorService", "backoffMultiplier", "backoffIdleThreshold",
            "backoffErrorThreshold", "repeatCount");
    private static final String PARAMETER = "param.";
    private static final String SCHEDULER_PROPERTY = "scheduler.";

    private final String words;

    EndpointRole(String words) {
        this.words = words;
    }

    /** @throws IllegalArgumentException if the endpoint's URI sets options that it does not have in this role */
    void check(FnosEndpoint endpoint) {
        Set<String> foreign = endpoint.givenOptions().stream().filter(this::isForeign).collect(Collectors.toCollection(TreeSet::new));
        if (!foreign.isEmpty()) {
            throw endpoint.unusable(words + " does not have the option" + (foreign.size() == 1 ? " " : "s ") + String.join(", ", foreign)
                                    + "; remove " + (foreign.size() == 1 ? "it" : "them"));
        }
    }

    private boolean isForeign(String option) {
        boolean push = contains(OF_PUSHES, option);
        boolean poll = contains(OF_POLLS, option) || option.startsWith(SCHEDULER_PROPERTY);
        return switch (this) {
            case PRODUCER -> push || poll;
            case PUSH_CONSUMER -> poll || contains(OF_PRODUCERS, option) || contains(OF_ANSWERS, option) || option.startsWith(PARAMETER);
            case POLL_CONSUMER -> push || contains(OF_PRODUCERS, option);
        };
    }

    /** Camel takes the name of an option in upper and lower case alike. */
    private static boolean contains(Set<String> names, String option) {
        return names.stream().anyMatch(option::equalsIgnoreCase);
    }
}
