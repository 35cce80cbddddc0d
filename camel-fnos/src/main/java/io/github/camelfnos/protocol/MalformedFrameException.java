package io.github.camelfnos.protocol;

/**
 * Text that came from the NAS is not one JSON object. The message says what is wrong and where, never what the
 * text held.
 */
public final class MalformedFrameException extends Exception {

    MalformedFrameException(String message) {
        super(message);
    }
}
