package io.github.camelfnos.simulator;

/** After how many bytes a connection ends, and whether it ends by RST instead of FIN. */
record CutPoint(long bytes, boolean reset) {

    static final CutPoint NEVER = new CutPoint(Long.MAX_VALUE, false);
}
