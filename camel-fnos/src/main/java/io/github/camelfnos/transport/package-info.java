/**
 * A WebSocket that carries text frames, and its implementation on Java-WebSocket. It knows nothing of what the frames
 * mean.
 */
package io.github.camelfnos.transport;
