package io.github.camelfnos.client;

/**
 * A folder that could not be listed.
 *
 * @param path   of the folder
 * @param reason a {@link FnosFailure} where the NAS did not list it, or otherwise an exception whose message says why it was not asked
 */
public record WalkFailure(String path, Exception reason) {
}
