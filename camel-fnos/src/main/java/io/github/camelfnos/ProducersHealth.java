package io.github.camelfnos;

import java.util.ArrayList;
import java.util.List;

import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.WritableHealthCheckRepository;

import io.github.camelfnos.client.ConnectionHandle;

/**
 * The health check of an endpoint's producers, which use one connection: there are as many of them as there are steps that send to the
 * endpoint, and the check is there as long as one of them is started. Safe for concurrent use.
 */
final class ProducersHealth {

    private final FnosEndpoint endpoint;
    private final List<ConnectionHandle> handles = new ArrayList<>();
    private WritableHealthCheckRepository repository;
    private HealthCheck check;

    ProducersHealth(FnosEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** A producer has started. */
    synchronized void begin(ConnectionHandle handle) {
        handles.add(handle);
        if (check != null) {
            return;
        }
        repository = HealthCheckHelper.getHealthCheckRepository(endpoint.getCamelContext(), "producers",
                WritableHealthCheckRepository.class);
        if (repository != null) {
            check = new FnosHealthCheck("producer:fnos-" + endpoint.getId(), this::handle,
                    endpoint.getComponent().isHealthCheckProducerEnabled());
            repository.addHealthCheck(check);
        }
    }

    /** A producer stops, which need not have started. */
    synchronized void end(ConnectionHandle handle) {
        handles.remove(handle);
        if (handles.isEmpty() && check != null) {
            repository.removeHealthCheck(check);
            check = null;
        }
    }

    private synchronized ConnectionHandle handle() {
        return handles.isEmpty() ? null : handles.get(0);
    }
}
