package io.github.camelfnos;

import java.util.Map;
import java.util.function.Supplier;

import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;

import io.github.camelfnos.client.ConnectionHandle;
import io.github.camelfnos.client.ConnectionSettings;
import io.github.camelfnos.client.ConnectionState;
import io.github.camelfnos.client.ConnectionStatus;

/**
 * Readiness of whoever uses a connection: UP while requests go out, otherwise DOWN with the reason. It is no liveness check,
 * for a restart of this process does not bring a NAS back.
 */
class FnosHealthCheck implements HealthCheck {

    private final String id;
    private final Supplier<ConnectionHandle> handle;
    private volatile boolean enabled;

    /**
     * @param id     unique within the context, such as {@code producer:fnos-} and the id of the endpoint
     * @param handle gives the share in the connection, or null as long as there is none
     */
    FnosHealthCheck(String id, Supplier<ConnectionHandle> handle, boolean enabled) {
        this.id = id;
        this.handle = handle;
        this.enabled = enabled;
    }

    @Override
    public Result call(Map<String, Object> options) {
        HealthCheckResultBuilder builder = HealthCheckResultBuilder.on(this);
        if (!enabled) {
            return builder.unknown().message("Disabled").detail(CHECK_ENABLED, false).build();
        }
        ConnectionHandle share = handle.get();
        if (share == null) {
            return builder.down().message("Not started").build();
        }
        ConnectionSettings settings = share.connection().settings();
        ConnectionStatus status = share.connection().status();
        builder.detail("host", settings.address().toString());
        builder.detail("account", settings.account().toString());
        builder.detail("state", status.state().toString());
        builder.detail("since", status.since().toString());
        if (status.state() == ConnectionState.READY) {
            builder.up();
            judge(builder);
            return builder.build();
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

    /** Has a further say while the connection is ready, and the result is UP. */
    void judge(HealthCheckResultBuilder result) {
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
