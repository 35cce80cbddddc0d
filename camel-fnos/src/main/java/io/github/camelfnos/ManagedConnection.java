package io.github.camelfnos;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;

import io.github.camelfnos.client.ConnectionCounters;
import io.github.camelfnos.client.FnosConnection;
import io.github.camelfnos.client.FnosConnectionRegistry;
import io.github.camelfnos.client.FnosFailure;

/** What JMX shows of a connection. It holds no secret. */
@ManagedResource(description = "Connection to an fnOS NAS")
public class ManagedConnection {

    private final FnosConnection connection;
    private final FnosConnectionRegistry registry;

    ManagedConnection(FnosConnection connection, FnosConnectionRegistry registry) {
        this.connection = connection;
        this.registry = registry;
    }

    @ManagedAttribute(description = "Host and port of the NAS")
    public String getNas() {
        return connection.settings().address().toString();
    }

    @ManagedAttribute(description = "The user who is logged in")
    public String getAccount() {
        return connection.settings().account().toString();
    }

    @ManagedAttribute(description = "The connectionId of its endpoints, or null")
    public String getConnectionId() {
        return connection.settings().connectionId();
    }

    @ManagedAttribute(description = "READY while requests go out; see the documentation for the others")
    public String getState() {
        return connection.status().state().name();
    }

    @ManagedAttribute(description = "Since when it has been in this state")
    public String getSince() {
        return connection.status().since().toString();
    }

    @ManagedAttribute(description = "Attempts since it was lost; 0 while it is not")
    public int getAttempts() {
        return connection.status().attempts();
    }

    @ManagedAttribute(description = "When the next attempt is due, or null")
    public String getNextAttempt() {
        return text(connection.status().nextAttempt());
    }

    @ManagedAttribute(description = "Why it was lost or could not be made the last time, or null")
    public String getLastReason() {
        return connection.status().lastReason();
    }

    @ManagedAttribute(description = "When the last frame of any kind came, or null")
    public String getLastFrame() {
        return text(connection.lastFrame());
    }

    @ManagedAttribute(description = "Producers and consumers that use it")
    public int getUsers() {
        return registry.users(connection);
    }

    @ManagedAttribute(description = "Requests that have been sent and are not answered")
    public int getInFlight() {
        return connection.inFlight();
    }

    @ManagedAttribute(description = "Requests that wait for their turn")
    public int getWaiting() {
        return connection.waiting();
    }

    @ManagedAttribute(description = "Requests that were sent, those of the login included")
    public long getRequests() {
        return counters().requests();
    }

    @ManagedAttribute(description = "Requests that failed, by category")
    public Map<String, Long> getFailures() {
        Map<String, Long> failures = new TreeMap<>();
        FnosFailure.categories().forEach(category -> failures.put(category, counters().failures(category)));
        return failures;
    }

    @ManagedAttribute(description = "Requests whose answer, or whose turn, did not come in time")
    public long getTimeouts() {
        return counters().timeouts();
    }

    @ManagedAttribute(description = "Frames that came after their request had ended")
    public long getLateFrames() {
        return counters().lateFrames();
    }

    @ManagedAttribute(description = "Frames that were not one JSON object")
    public long getMalformedFrames() {
        return counters().malformedFrames();
    }

    @ManagedAttribute(description = "Frames that answered no request")
    public long getPushes() {
        return counters().pushes();
    }

    @ManagedAttribute(description = "Pushes that a consumer did not get, for want of room")
    public long getDroppedPushes() {
        return counters().droppedPushes();
    }

    @ManagedAttribute(description = "How often it was made again after it had been lost")
    public long getReconnects() {
        return counters().reconnects();
    }

    @ManagedOperation(description = "Forgets that the NAS refused this user, so that the login is tried again")
    public void forgetRefusal() {
        registry.forgetRefusal(connection.settings().address().host(), connection.settings().account().username());
    }

    private ConnectionCounters counters() {
        return connection.counters();
    }

    private static String text(Instant moment) {
        return moment == null ? null : moment.toString();
    }
}
