package io.github.camelfnos.fuzz;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.github.camelfnos.chaos.Tally;
import io.github.camelfnos.client.ConnectionState;
import io.github.camelfnos.client.FnosConnection;
import io.github.camelfnos.client.FnosFailure;
import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.Request;

import static org.awaitility.Awaitility.await;

/**
 * Requests on a connection that does not log in, answered by mutated frames, and the comparison of what comes of them with
 * what may. Not safe for concurrent use.
 */
public final class Bombardment {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** So many that one answer's frames lie among many others'. */
    private static final int REQUESTS = 64;
    private static final int MORE_THAN_A_VOLLEY = 1_000;
    private static final String OPERATION = "fuzz.ask";

    private final FnosConnection connection;
    private final Gate gate;
    private final Function<FnosFailure, Answer> answers;
    private final Mutator mutator;
    private final Tally outcomes;
    private final Aliases aliases = new Aliases();
    private final Ledger ledger = new Ledger(aliases);
    private List<String> ended = List.of();
    private NasSocket nas;

    /** Where the NAS waits for the connection's next socket. */
    public interface Gate {

        NasSocket open() throws Exception;
    }

    /**
     * @param answers  what the NAS said when it caused a failure, or null
     * @param outcomes hears how requests ended
     */
    public Bombardment(FnosConnection connection, Gate gate, Function<FnosFailure, Answer> answers, Mutator mutator,
                       Tally outcomes) {
        this.connection = connection;
        this.gate = gate;
        this.answers = answers;
        this.mutator = mutator;
        this.outcomes = outcomes;
    }

    /**
     * Volleys, as long as there are frames to be mutated.
     *
     * @param damages in how many of a hundred volleys the socket ends
     */
    public void goOn(int damages) throws Exception {
        while (mutator.left() > 0) {
            if (mutator.random().nextInt(100) < damages && mutator.left() > MORE_THAN_A_VOLLEY) {
                damaged();
            } else {
                proper();
            }
        }
    }

    /** A volley that ends every answer; the connection then has nothing left to do and has counted every frame. */
    public void proper() throws Exception {
        List<CompletableFuture<Answer>> futures = ask(Duration.ofHours(1));
        List<String> ids = hear(false);
        say(new Volley(mutator, true, ids, ended, aliases).withEnds());
        collect(ids, futures);
        assertLives();
        ledger.check(connection.counters());
    }

    /** A volley in whose midst something ends the socket. */
    private void damaged() throws Exception {
        List<CompletableFuture<Answer>> futures = ask(Duration.ofHours(1));
        List<String> ids = hear(false);
        Volley volley = new Volley(mutator, true, ids, ended, aliases);
        say(volley);
        assertLives();
        Damage damage = Damage.any(mutator.random());
        nas.write(ledger.recordDamaged(volley.withDamage(damage), damage, mutator.random()));
        outcomes.count("sockets ended");
        nas.end(damage);
        nas = null;
        collect(ids, futures);
        ledger.check(connection.counters());
    }

    /**
     * A volley of one frame for each request, after which the NAS falls silent. It rarely shows that this NAS ends its answers,
     * so that silence may.
     */
    public void silent(Duration timeout) throws Exception {
        List<CompletableFuture<Answer>> futures = ask(timeout);
        List<String> ids = hear(true);
        say(new Volley(mutator, false, ids, ended, aliases));
        collect(ids, futures);
        assertLives();
    }

    private List<CompletableFuture<Answer>> ask(Duration timeout) throws Exception {
        aliases.clear();
        if (nas == null) {
            nas = gate.open();
            await().atMost(PATIENCE).until(() -> connection.state() == ConnectionState.READY);
        }
        List<CompletableFuture<Answer>> futures = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            futures.add(connection.request(new Request(OPERATION, Map.of("n", i)), timeout));
        }
        return futures;
    }

    /** The requests' ids, in the order of the requests. */
    private List<String> hear(boolean silent) throws IOException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            String text = nas.read();
            if (text == null) {
                throw new AssertionError("The client has ended the socket for no reason");
            }
            Map<String, Object> asked = Reading.of(text).fields();
            if (!asked.get("req").equals(OPERATION) || !asked.get("n").equals(i)) {
                throw new AssertionError("The requests came out of order: " + asked);
            }
            ids.add((String) asked.get("reqid"));
            ledger.open(ids.get(i), silent);
        }
        return ids;
    }

    private void say(Volley volley) throws IOException {
        for (Utterance utterance : volley.utterances()) {
            nas.say(ledger.record(utterance), utterance.form());
        }
        nas.flush();
    }

    private void assertLives() throws IOException {
        boolean lives = nas.synchronize(text -> {
            throw new AssertionError("An unexpected frame: " + text);
        });
        if (!lives) {
            throw new AssertionError("The client has ended the socket for no reason");
        }
    }

    private void collect(List<String> ids, List<CompletableFuture<Answer>> futures) throws InterruptedException {
        for (int i = 0; i < REQUESTS; i++) {
            Ending ending = ending(ids.get(i), futures.get(i));
            outcomes.count(kind(ending));
            ledger.end(ids.get(i), ending);
        }
        ended = ledger.forgetExpectations();
        await().atMost(PATIENCE).until(() -> connection.inFlight() + connection.waiting() == 0);
    }

    private static String kind(Ending ending) {
        if (ending.failure() != null) {
            return ending.failure().kind().toString();
        }
        return ending.answer().complete() ? "answer" : "answer by silence";
    }

    private Ending ending(String reqid, CompletableFuture<Answer> future) throws InterruptedException {
        try {
            return new Ending(future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS), null);
        } catch (TimeoutException e) {
            throw new AssertionError("The request " + reqid + " never ended, after\n" + shown(reqid));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FnosFailure failure) {
                return new Ending(answers.apply(failure), failure);
            }
            throw new AssertionError("The request " + reqid + " ended with a surprise, after\n" + shown(reqid), e.getCause());
        }
    }

    private String shown(String reqid) {
        return ledger.expectation(reqid).shown();
    }
}
