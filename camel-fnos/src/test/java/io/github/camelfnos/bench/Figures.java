package io.github.camelfnos.bench;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a measurement gave.
 *
 * @param rate  requests per second
 * @param p50   microseconds from sending to the answer, the median
 * @param p99   the 99th percentile of these
 * @param cpu   microseconds of the process's CPU time per request
 * @param bytes allocated per request
 */
record Figures(double rate, double p50, double p99, double cpu, double bytes) {

    /** The median of each figure by itself. */
    static Figures median(List<Figures> rounds) {
        return new Figures(median(rounds, Figures::rate), median(rounds, Figures::p50), median(rounds, Figures::p99),
                median(rounds, Figures::cpu), median(rounds, Figures::bytes));
    }

    private static double median(List<Figures> rounds, ToDoubleFunction<Figures> figure) {
        List<Double> sorted = rounds.stream().map(figure::applyAsDouble).sorted(Comparator.naturalOrder()).toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
