package io.github.camelfnos.client;

/**
 * @param maxFrameSize the largest frame that is accepted, in bytes
 * @param maxInFlight  how many requests may wait for their answers at once; ten times as many may wait for their turn
 */
public record Limits(int maxFrameSize, int maxInFlight) {
}
