package io.github.camelfnos.client;

/** Hears which connections a {@link FnosConnectionRegistry} has. Called by whoever asks for a connection or gives it up, under no lock. */
public interface ConnectionListener {

    /** Hears nothing. */
    ConnectionListener NONE = new ConnectionListener() {

        @Override
        public void added(FnosConnection connection) {
            // Nobody wants to know.
        }

        @Override
        public void removed(FnosConnection connection) {
            // Nobody wants to know.
        }
    };

    /** There is one more, which may connect from now on. */
    void added(FnosConnection connection);

    /** Nobody uses it any more, and nobody will. */
    void removed(FnosConnection connection);
}
