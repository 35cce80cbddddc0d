package io.github.camelfnos.simulator;

/**
 * The outer form of listings.
 *
 * @param frameSize the most entries in one data frame
 * @param endFrame  whether an end frame follows the data
 */
record ListingForm(int frameSize, boolean endFrame) {

    static ListingForm of(SimulatorOptions options) {
        return options.idleAnswers()
                ? new ListingForm(Integer.MAX_VALUE, false) : new ListingForm(options.frameSize(), true);
    }
}
