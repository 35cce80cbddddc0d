package io.github.camelfnos;

import java.util.Map;

import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;

import io.github.camelfnos.client.ConnectionSettings;
import io.github.camelfnos.client.ConnectionState;
import io.github.camelfnos.client.ConnectionStatus;
import io.github.camelfnos.client.FnosConnection;

/**
 * Readiness of whoever uses a connection: UP while requests go out, otherwise DOWN with the reason. It is no liveness check,
 * for a restart of this process does not bring a NAS back.
 */
final class FnosHealthCheck implements HealthCheck {

    private final String id;
    private final FnosConnection connection;
    private volatile boolean enabled;

    /**
     * @param id unique within the context, such as {@code producer:fnos-} and the id of the endpoint
     */
    FnosHealthCheck(String id, FnosConnection connection, boolean enabled) {
        this.id = id;
        this.connection = connection;
        this.enabled = enabled;
    }

    @Override
    public Result call(Map<String, Object> options) {
        HealthCheckResultBuilder builder = HealthCheckResultBuilder.on(this);
        if (!enabled) {
            return builder.unknown().message("Disabled").detail(CHECK_ENABLED, false).build();
        }
        ConnectionSettings settings = connection.settings();
        ConnectionStatus status = connection.status();
        builder.detail("host", settings.address().toString());
        builder.detail("account", settings.account().toString());
        builder.detail("state", status.state().toString());
        builder.detail("since", status.since().toString());
        if (status.state() == ConnectionState.READY) {
            return builder.up().build();
        }
        builder.detail("attempts", status.attempts());
        if (status.nextAttempt() != null) {
            builder.detail("nextAttempt", status.nextAttempt().toString());
        }
        if (status.lastReason() != null) {
            builder.detail("reason", status.lastReason());
            builder.message(status.lastReason());
        }
        return builder.down().build();
    }

    @Override
    public boolean isEnabled() {
        return enabled;
    }

    @Override
    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    @Override
    public String getGroup() {
        return "camel";
    }

    @Override
    public String getId() {
        return id;
    }
}
