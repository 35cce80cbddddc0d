package io.github.camelfnos.simulator;

import java.util.Map;

/**
 * A request that the simulator has received, as a test looks at it afterwards. It never holds a password.
 *
 * @param operation  the {@code req} field
 * @param parameters every other field but {@code reqid}; those of a password are left out, and an {@code encrypted}
 *                   request has none (the request inside it is recorded by itself)
 * @param signed     whether a signature stood before the JSON text; it need not have been a good one
 * @param socket     the number of the socket, from 1 in the order of acceptance
 */
public record ReceivedRequest(String operation, Map<String, Object> parameters, boolean signed, long socket) {
}
