package io.github.camelfnos.transport;

import java.net.URI;

/** Makes the sockets of a connection, a new one for each attempt. */
@FunctionalInterface
public interface FrameSocketFactory {

    /**
     * @param  uri      where to connect to
     * @param  options  limits of the socket, and its TLS if the URI is one of {@code wss}
     * @param  listener is told what happens
     * @return          a socket that is not connecting yet
     */
    FrameSocket create(URI uri, FrameSocketOptions options, FrameSocketListener listener);
}
