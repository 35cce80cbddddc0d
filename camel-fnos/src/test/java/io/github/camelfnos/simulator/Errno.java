package io.github.camelfnos.simulator;

/** The error numbers that the simulator itself gives; the full table belongs to the protocol. */
final class Errno {

    static final int INTERNAL = 4096;
    static final int NOT_FOUND = 4100;
    static final int INVALID_PATH = 4101;
    static final int EXISTS = 4102;
    static final int NOT_A_FOLDER = 4112;
    static final int READ_ONLY = 4121;
    static final int IO = 4128;
    static final int NOT_LOGGED_IN = 4224;
    static final int NO_PERMISSION = 4352;
    static final int BAD_PARAMETER = 8192;
    static final int BAD_SIGNATURE = 65534;
    static final int WRONG_CREDENTIALS = 131072;
    static final int INVALID_TOKEN = 135168;
    static final int INSIDE_ITSELF = 327685;
    static final int UNKNOWN_OPERATION = 10000002;

    private Errno() {
    }
}
