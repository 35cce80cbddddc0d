package io.github.camelfnos.transport;

/**
 * One WebSocket, from connecting to its end; it is not used again after that. All methods are safe for concurrent use
 * and none of them blocks on the network.
 */
public interface FrameSocket {

    /** Starts connecting. Success or failure is told to the {@link FrameSocketListener}. To be called once. */
    void open();

    /**
     * Queues a text frame for sending; frames go out in the order of the calls.
     *
     * @param  utf8                the text
     * @return                     false if the socket is not open, so that nothing was queued
     */
    boolean send(byte[] utf8);

    /** Starts the closing handshake; does nothing to a socket that is not open yet. */
    void close();

    /**
     * Ends the socket now, in whatever state it is, without a closing handshake.
     *
     * @param reason goes into the {@link FrameSocketListener#onClosed closing message}
     */
    void abort(String reason);
}
