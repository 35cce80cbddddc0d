package io.github.camelfnos.simulator;

/** Which way bytes go through a {@link FaultProxy}. */
public enum Direction {

    /** From the client to the NAS. */
    TO_NAS,

    /** From the NAS to the client. */
    TO_CLIENT
}
