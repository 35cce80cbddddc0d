package io.github.camelfnos.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/**
 * Compares the component with a raw client, side by side against one server, and measures what has no counterpart. It prints tables, and
 * writes the same as JSON. See docs/benchmarks.md.
 */
final class Benchmark {

    private static final List<String> OPERATIONS = List.of("user.info", "file.ls");
    private static final List<Integer> IN_FLIGHT = List.of(1, 16, 64, 256);
    private static final int MOST_IN_FLIGHT = 4096;
    private static final String FLOOD = "server's limit";

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final Effort effort;
    private final Path target;
    private final Map<String, Map<Integer, Map<String, Figures>>> comparison = new LinkedHashMap<>();
    private final Map<String, Double> limits = new LinkedHashMap<>();
    private final Map<String, Object> json = new LinkedHashMap<>();
    private final List<Goal> goals = new ArrayList<>();

    /**
     * How long it takes.
     *
     * @param rounds   of which the median counts
     * @param time     of each measurement
     * @param warmUp   of each contender and operation before it
     * @param entries  of the largest listing
     * @param pushes   that are sent
     * @param outages  that are made
     */
    record Effort(int rounds, Duration time, Duration warmUp, int entries, int pushes, int outages) {

        static final Effort FULL = new Effort(7, Duration.ofSeconds(1), Duration.ofSeconds(4), 1_000_000, 1_000_000, 100);
        /** Only shows that everything works. */
        static final Effort LEAST = new Effort(1, Duration.ofMillis(30), Duration.ofMillis(30), 10_000, 1_000, 3);
    }

    private record Goal(String what, String limit, double measured, boolean reached) {
    }

    private Benchmark(Effort effort, Path target) {
        this.effort = effort;
        this.target = target;
    }

    /** @param args the file for the JSON, and {@code least} for a run that only shows that everything works */
    public static void main(String[] args) throws Exception {
        boolean least = args.length > 1 && "least".equals(args[1]);
        new Benchmark(least ? Effort.LEAST : Effort.FULL, Path.of(args[0])).run();
        System.exit(0);
    }

    private void run() throws Exception {
        json.put("date", LocalDate.now().toString());
        json.put("java", System.getProperty("java.vm.version"));
        json.put("processors", Runtime.getRuntime().availableProcessors());
        json.put("rounds", effort.rounds);
        json.put("secondsEach", effort.time.toMillis() / 1e3);
        try (LeanNasProcess nas = new LeanNasProcess()) {
            compare(nas.port());
            printComparison();
            growInFlight(nas.port());
            stream(nas.port());
            json.put("pushesPerSecond", print("pushes per second", PushFlow.measure(nas.port(), effort.pushes)));
            endOutages(nas.port());
            DynamicEndpoints endpoints = DynamicEndpoints.measure(nas.port(), 1_000);
            json.put("dynamicEndpoints", endpoints);
            out.printf(Locale.ROOT, "%,d toD URIs: %d connection, %,d endpoints, %d threads, %.0f µs each%n", endpoints.uris(),
                    endpoints.connections(), endpoints.endpoints(), endpoints.threads(), endpoints.micros());
        }
        printGoals();
        write();
    }

    private void compare(int port) throws Exception {
        try (Contenders contenders = new Contenders(port, 256)) {
            for (String operation : OPERATIONS) {
                for (Contender contender : contenders.all()) {
                    Load.measure(contender, operation, 64, effort.warmUp);
                }
                for (int inFlight : IN_FLIGHT) {
                    Map<String, Figures> medians = medians(contenders.all(), operation, inFlight);
                    comparison.computeIfAbsent(operation, name -> new LinkedHashMap<>()).put(inFlight, medians);
                }
                limits.put(operation, floods(port, operation));
            }
        }
    }

    private double floods(int port, String operation) throws Exception {
        List<Double> rates = new ArrayList<>();
        for (int round = 0; round < effort.rounds; round++) {
            rates.add(FloodClient.measure(port, operation, effort.time));
        }
        Collections.sort(rates);
        return rates.get(rates.size() / 2);
    }

    private Map<String, Figures> medians(List<Contender> contenders, String operation, int inFlight) throws InterruptedException {
        Map<String, List<Figures>> rounds = new LinkedHashMap<>();
        contenders.forEach(contender -> rounds.put(contender.name(), new ArrayList<>()));
        for (int round = 0; round < effort.rounds; round++) {
            List<Contender> order = new ArrayList<>(contenders);
            if (round % 2 == 1) {
                Collections.reverse(order);
            }
            for (Contender contender : order) {
                rounds.get(contender.name()).add(Load.measure(contender, operation, inFlight, effort.time));
            }
        }
        Map<String, Figures> medians = new LinkedHashMap<>();
        rounds.forEach((name, figures) -> medians.put(name, Figures.median(figures)));
        return medians;
    }

    /** The faster of the two ways to set the socket counts. */
    private static Figures raw(Map<String, Figures> figures) {
        Figures noDelay = figures.get(Contenders.RAW);
        Figures nagle = figures.get(Contenders.RAW_NAGLE);
        return nagle.rate() > noDelay.rate() ? nagle : noDelay;
    }

    private void printComparison() {
        List<Object> rows = new ArrayList<>();
        comparison.forEach((operation, levels) -> {
            out.printf("%n%s%n%9s %-16s %11s %9s %9s %9s %9s   ratio to raw: %6s %6s %6s %6s %6s%n", operation, "in flight", "",
                    "requests/s", "p50 µs", "p99 µs", "CPU µs", "bytes", "rate", "p50", "p99", "CPU", "bytes");
            levels.forEach((inFlight, figures) -> {
                Figures raw = raw(figures);
                figures.forEach((name, one) -> {
                    out.printf(Locale.ROOT, "%9d %-16s %,11.0f %9.1f %9.1f %9.2f %,9.0f                 %6.2f %6.2f %6.2f %6.2f %6.2f%n",
                            inFlight, name, one.rate(), one.p50(), one.p99(), one.cpu(), one.bytes(), one.rate() / raw.rate(),
                            one.p50() / raw.p50(), one.p99() / raw.p99(), one.cpu() / raw.cpu(), one.bytes() / raw.bytes());
                    rows.add(row(operation, inFlight, name, one, raw));
                });
            });
            double fastest = levels.values().stream().flatMap(figures -> figures.values().stream()).mapToDouble(Figures::rate).max()
                    .orElseThrow();
            out.printf(Locale.ROOT, "%9s %-16s %,11.0f, %.1f times the fastest%n", "", FLOOD, limits.get(operation),
                    limits.get(operation) / fastest);
        });
        json.put("comparison", rows);
        json.put("serverLimitPerSecond", limits);
        goals();
    }

    private static Map<String, Object> row(String operation, int inFlight, String name, Figures one, Figures raw) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("operation", operation);
        row.put("inFlight", inFlight);
        row.put("contender", name);
        row.put("requestsPerSecond", one.rate());
        row.put("p50Micros", one.p50());
        row.put("p99Micros", one.p99());
        row.put("cpuMicros", one.cpu());
        row.put("allocatedBytes", one.bytes());
        row.put("ratioToRaw", Map.of("rate", one.rate() / raw.rate(), "p50", one.p50() / raw.p50(), "p99", one.p99() / raw.p99(),
                "cpu", one.cpu() / raw.cpu(), "bytes", one.bytes() / raw.bytes()));
        return row;
    }

    private void goals() {
        Map<Integer, Map<String, Figures>> info = comparison.get("user.info");
        for (int inFlight : List.of(64, 256)) {
            atLeast("route / raw, requests/s at " + inFlight + ", user.info", 0.90, rateOf(Contenders.ROUTE, info.get(inFlight)));
        }
        Map<String, Figures> alone = info.get(1);
        atMost("route / raw with one hand-over, p50 at 1", 1.25, alone.get(Contenders.ROUTE).p50() / alone.get(Contenders.RAW_HAND_OVER).p50());
        Map<String, Figures> at64 = info.get(64);
        atMost("route / raw, CPU per request at 64", 1.3, at64.get(Contenders.ROUTE).cpu() / raw(at64).cpu());
        atLeast("client / raw, requests/s at 64", 1.0, rateOf(Contenders.CLIENT, at64));
        atLeast("route / raw, requests/s at 64, file.ls", 1.0, rateOf(Contenders.ROUTE, comparison.get("file.ls").get(64)));
    }

    private static double rateOf(String contender, Map<String, Figures> figures) {
        return figures.get(contender).rate() / raw(figures).rate();
    }

    /** More at once than a component allows by default, to see what each request costs then. */
    private void growInFlight(int port) throws Exception {
        List<Object> rows = new ArrayList<>();
        out.printf("%nCost of a request by their number in flight (maxInFlight=%d): CPU µs, bytes, requests/s%n", MOST_IN_FLIGHT);
        try (Contenders contenders = new Contenders(port, MOST_IN_FLIGHT)) {
            Contender route = contenders.all().stream().filter(each -> each.name().equals(Contenders.ROUTE)).findFirst().orElseThrow();
            Load.measure(route, "user.info", 64, effort.warmUp);
            double at64 = 0;
            for (int inFlight = 1; inFlight <= MOST_IN_FLIGHT; inFlight *= inFlight == 1 ? 16 : 4) {
                Figures figures = medians(List.of(route), "user.info", inFlight).get(Contenders.ROUTE);
                out.printf(Locale.ROOT, "%9d %9.2f %,9.0f %,11.0f%n", inFlight, figures.cpu(), figures.bytes(), figures.rate());
                rows.add(Map.of("inFlight", inFlight, "cpuMicros", figures.cpu(), "allocatedBytes", figures.bytes(), "requestsPerSecond",
                        figures.rate()));
                at64 = inFlight == 64 ? figures.cpu() : at64;
                if (inFlight == MOST_IN_FLIGHT) {
                    atMost("growth: CPU per request at 4,096 in flight / at 64", 1.5, figures.cpu() / at64);
                }
            }
        }
        json.put("growthInFlight", rows);
    }

    private void stream(int port) throws IOException {
        List<Integer> sizes = IntStream.iterate(1_000, size -> size <= effort.entries, size -> 10 * size).boxed().toList();
        // A small listing is over before it can be measured: many of them, and the last ones count.
        List<Integer> plan = Stream.concat(Stream.of(effort.entries), sizes.stream()
                .flatMap(size -> Collections.nCopies(Math.max(effort.rounds, Math.min(50, effort.entries / size / 4)), size).stream())).toList();
        String[] arguments = Stream.concat(Stream.of(port), plan.stream()).map(String::valueOf).toArray(String[]::new);
        Map<Integer, List<Double>> micros = new LinkedHashMap<>();
        double peak;
        try (JavaProgram listings = new JavaProgram(List.of("-Xmx64m"), StreamedListings.class, arguments)) {
            for (int i = 0; i < plan.size(); i++) {
                String[] line = listings.readLine().split(" ");
                if (i > 0) {
                    micros.computeIfAbsent(Integer.parseInt(line[0]), size -> new ArrayList<>())
                            .add(Double.parseDouble(line[1]) * 1e6 / Integer.parseInt(line[0]));
                }
            }
            peak = Double.parseDouble(listings.readLine());
        }
        out.printf("%nStreaming, -Xmx64m: entries, µs per entry, entries/s%n");
        List<Object> rows = new ArrayList<>();
        Map<Integer, Double> medians = new LinkedHashMap<>();
        micros.forEach((size, all) -> {
            Collections.sort(all);
            double median = all.get(all.size() / 2);
            medians.put(size, median);
            out.printf(Locale.ROOT, "%,9d %9.3f %,11.0f%n", size, median, 1e6 / median);
            rows.add(Map.of("entries", size, "microsPerEntry", median));
        });
        json.put("streaming", Map.of("sizes", rows, "peakHeapBytes", peak));
        print("peak of the heap, MB", peak / 1e6);
        atLeast("streaming, entries/s", 500_000, 1e6 / medians.get(effort.entries));
        atMost("streaming, peak of the heap, MB", 64, peak / 1e6);
        double cheapest = medians.entrySet().stream().filter(size -> size.getKey() < effort.entries).mapToDouble(Map.Entry::getValue).min()
                .orElseThrow();
        atMost("growth: time per entry of the largest listing / of the cheapest smaller one", 1.5, medians.get(effort.entries) / cheapest);
    }

    private void endOutages(int port) throws Exception {
        double rsa = OutageEnd.rsaOperation();
        double raw = OutageEnd.raw(port, effort.outages);
        double end = OutageEnd.measure(port, effort.outages);
        out.printf(Locale.ROOT, "%nFrom the attempt to connect to the first answer: %.0f µs; the raw client opens its socket and has three "
                                + "answers in %.0f µs, an RSA operation takes %.0f µs%n", end, raw, rsa);
        json.put("outageEnd", Map.of("micros", end, "rawMicros", raw, "rsaMicros", rsa));
        out.printf(Locale.ROOT, "without the RSA operation, which taking a session up does not need: %.2f times as long as raw%n", end / raw);
        atMost("end of an outage to first answer / (raw: socket, 3 round trips; RSA)", 1.0, end / (raw + rsa));
    }

    private double print(String what, double figure) {
        out.printf(Locale.ROOT, "%n%s: %,.1f%n", what, figure);
        return figure;
    }

    private void atLeast(String what, double limit, double measured) {
        goals.add(new Goal(what, "≥ " + limit, measured, measured >= limit));
    }

    private void atMost(String what, double limit, double measured) {
        goals.add(new Goal(what, "≤ " + limit, measured, measured <= limit));
    }

    private void printGoals() {
        out.printf("%nGoals%n");
        goals.forEach(goal -> out.printf(Locale.ROOT, "%-75s %-10s %,12.2f  %s%n", goal.what, goal.limit, goal.measured,
                goal.reached ? "reached" : "MISSED"));
        json.put("goals", goals);
    }

    private void write() throws IOException {
        Files.createDirectories(target.toAbsolutePath().getParent());
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(target.toFile(), json);
        out.println("written to " + target);
    }
}
