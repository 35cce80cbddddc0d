package io.github.camelfnos.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.github.camelfnos.chaos.Tally;
import io.github.camelfnos.client.ConnectionState;
import io.github.camelfnos.client.FnosConnection;
import io.github.camelfnos.client.FnosFailure;
import io.github.camelfnos.protocol.Answer;
import io.github.camelfnos.protocol.Request;

import static org.awaitility.Awaitility.await;

/** One login by password or tokens whose answers are mutated, and what is pushed to the session if there is one. */
public final class LoginAttempt {

    /** The session key of all logins; configured ones use it too. */
    public static final byte[] KEY = "sixteen bytes...".getBytes(StandardCharsets.US_ASCII);

    private static final String FIRST = "fuzz.first";
    private static final String LAST = "fuzz.last";
    private static final int PATIENCE_SECONDS = 60;
    private static final int SIGNATURE = 44;
    private static final int REFUSED = 8;
    private static final int DAMAGED = 2;

    /** As a session gets them, those most often that concern it. */
    private static final List<String> PUSHES = pushes();
    private static final List<String> GIVEN_BY_THE_NAS
            = List.of("Q1ZvbG93LXRva2Vu", "bG9uZy10b2tlbi1vZi0zMC1kYXlz", "c2Vjb25kLXRva2Vu");

    private final FnosConnection connection;
    private final Function<FnosFailure, Answer> answers;
    private final Mutator mutator;
    private final Random random;
    private final Tally outcomes;
    private final boolean silent;
    private final List<String> secrets;
    private final Aliases aliases = new Aliases();
    private final Ledger ledger = new Ledger(aliases);
    private final List<LoginStep> steps = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final Set<String> guesses = new HashSet<>();
    private NasSocket nas;
    private CompletableFuture<Answer> first;
    private boolean genuine;
    private boolean damaged;
    private boolean guessed;
    private boolean kicked;

    /**
     * @param connection one that logs in, has done nothing yet and does not connect again
     * @param answers    what the NAS said when it caused a failure, or null
     * @param outcomes   hears how it ended
     * @param silent     whether the NAS leaves out what the mutations made of an answer's end
     * @param secrets    what no message may hold
     */
    public LoginAttempt(FnosConnection connection, Function<FnosFailure, Answer> answers, Mutator mutator, Tally outcomes,
                        boolean silent, List<String> secrets) {
        this.connection = connection;
        this.answers = answers;
        this.mutator = mutator;
        this.random = mutator.random();
        this.outcomes = outcomes;
        this.silent = silent;
        this.secrets = secrets;
    }

    public void perform(Bombardment.Gate gate) throws Exception {
        CompletableFuture<Void> connected = connection.connect();
        // On the thread that is ready with the login, so that the NAS hears of it whatever happens next.
        first = connected.thenCompose(done -> connection.request(new Request(FIRST, Map.of()), Duration.ofHours(1)));
        nas = gate.open();
        try {
            String text = nas.read();
            while (text != null && !isAsked(text, FIRST)) {
                answer(text);
                text = nas.read();
            }
            FnosFailure failure = failure(connected);
            judge(failure);
            if (failure == null && text == null && !kicked && !isExcused() && !silent && !steps.get(steps.size() - 1).mayFail()) {
                throw new AssertionError("The session has ended before it was used, for no reason");
            }
            if (text != null && !silent) {
                work(text);
            }
            if (kicked) {
                await().atMost(Duration.ofSeconds(PATIENCE_SECONDS)).until(() -> connection.state() == ConnectionState.FAILED);
            }
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; the NAS said\n" + String.join("\n", said), e.getCause());
        } finally {
            nas.close();
        }
    }

    private void judge(FnosFailure failure) {
        LoginStep last = steps.get(steps.size() - 1);
        outcomes.count(failure == null ? "logins that worked" : "logins: " + failure.kind());
        if (failure == null && !isExcused() && steps.stream().noneMatch(LoginStep::mayMakeASession)) {
            throw new AssertionError("There is a session, though nothing gave one");
        }
        if (failure != null && !last.mayFail() && !silent && !isExcused() && !kicked) {
            throw new AssertionError("There is no session after " + last.operation() + ", which was answered well: "
                    + failure.getMessage());
        }
        if (failure != null) {
            assertMessage(failure);
        }
    }

    /** Whether something may have done its work that was damaged, or that was said before it was asked for. */
    private boolean isExcused() {
        return damaged || guessed;
    }

    private void assertMessage(FnosFailure failure) {
        String problem = Expectation.sentence(failure);
        if (problem != null) {
            throw new AssertionError(problem + ": " + failure.getMessage());
        }
        assertHidden(failure, secrets);
        // It quotes what the NAS says about a failure, and the mutations may have made a token of that.
        if (said.stream().noneMatch(frame -> frame.contains("msg"))) {
            assertHidden(failure, GIVEN_BY_THE_NAS);
        }
    }

    private static void assertHidden(FnosFailure failure, List<String> secrets) {
        for (Throwable thrown = failure; thrown != null; thrown = thrown.getCause()) {
            for (String secret : secrets) {
                if (thrown.toString().contains(secret)) {
                    throw new AssertionError("A message shows the secret " + secret + ": " + thrown);
                }
            }
        }
    }

    /** The session is there: some requests, then pushes, then another request. */
    private void work(String asked) throws Exception {
        assertSigned(asked);
        genuine = true;
        answer(asked);
        boolean lives = !damaged && nas.synchronize(this::answer);
        for (int i = random.nextInt(4); i > 0 && lives; i--) {
            say(mutator.maybe(Surroundings.any(PUSHES, random), new Surroundings("17", "17", List.of("17"), List.of(), PUSHES)));
        }
        lives = lives && nas.synchronize(this::answer);
        CompletableFuture<Answer> last = connection.request(new Request(LAST, Map.of()), Duration.ofHours(1));
        String text = lives ? nas.read() : null;
        while (text != null && !isAsked(text, LAST)) {
            answer(text);
            text = nas.read();
        }
        if (text != null) {
            answer(text);
        } else {
            nas.close();
        }
        check(first);
        check(last);
        if (text == null && !kicked && !isExcused()) {
            throw new AssertionError("The session has ended for no reason");
        }
        outcomes.count(kicked ? "sessions kicked" : damaged ? "sessions damaged" : "sessions that worked to the end");
    }

    private static List<String> pushes() {
        List<String> pushes = new ArrayList<>(Transcript.PUSHES);
        pushes.add("{\"sysNotify\":\"tokenExpired\"}");
        pushes.add("{\"sysNotify\":\"tokenExpired\"}");
        pushes.add("{\"sysNotify\":\"kicked\"}");
        return pushes;
    }

    private void check(CompletableFuture<Answer> future) throws InterruptedException {
        Ending ending;
        try {
            ending = new Ending(future.get(PATIENCE_SECONDS, TimeUnit.SECONDS), null);
        } catch (TimeoutException e) {
            throw new AssertionError("A request of a session never ended");
        } catch (ExecutionException e) {
            FnosFailure failure = (FnosFailure) e.getCause();
            ending = new Ending(answers.apply(failure), failure);
            assertMessage(failure);
        }
        if (ending.answer() != null && !guessed) {
            ledger.expectation(ending.answer().reqid()).check(ending);
        } else if (ending.answer() == null && !kicked && !isExcused()) {
            throw new AssertionError("A request of a session ended with " + ending);
        }
    }

    private void answer(String text) throws IOException {
        if (damaged) {
            return;
        }
        Map<String, Object> asked = Reading.of(text.startsWith("{") ? text : text.substring(SIGNATURE)).fields();
        SealedLogin sealed = null;
        if (asked.get("req").equals("encrypted")) {
            sealed = SealedLogin.open(asked);
            if (sealed == null) {
                steps.add(new LoginStep("user.login", null, null));
                damaged = true;
                nas.finish();
                return;
            }
            asked = Reading.of(sealed.inner()).fields();
        }
        String operation = (String) asked.get("req");
        String reqid = (String) asked.get("reqid");
        Expectation expectation = ledger.open(reqid, silent);
        guessed |= guesses.contains(reqid);
        if (!operation.startsWith("fuzz.")) {
            steps.add(new LoginStep(operation, expectation, sealed));
        }
        answer(operation, reqid, sealed);
    }

    private void answer(String operation, String reqid, SealedLogin sealed) throws IOException {
        aliases.clear();
        String id = aliases.of(reqid);
        String good = good(operation).replace("$R", id);
        if (sealed != null) {
            good = good.replace("$S", aliases.of(sealed.secret(KEY)));
        }
        if (!genuine || operation.equals(FIRST)) {
            confuse(good, id, reqid);
        }
        if (!damaged && (genuine || !silent)) {
            say(mutator.genuine(good));
        }
        nas.flush();
    }

    /** What comes before the answer, or instead of it. */
    private void confuse(String good, String id, String reqid) throws IOException {
        String refusal = Surroundings.any(Transcript.REFUSALS, random).replace("$R", id);
        String another = Surroundings.any(Surroundings.any(Transcript.ANSWERS, random), random).replace("$R", id);
        Surroundings around
                = new Surroundings(id, aliases.escaped(reqid), List.of(id), List.of(), List.of(good, refusal, another));
        for (int i = random.nextInt(3); i > 0; i--) {
            String frame = random.nextInt(100) < REFUSED ? refusal : random.nextInt(4) == 0 ? another : good;
            say(mutator.certainly(frame, around));
        }
        if (mutator.left() > 0 && random.nextInt(100) < DAMAGED) {
            damage(good);
        }
    }

    private static String good(String operation) {
        return switch (operation) {
            case "util.crypto.getRSAPub" -> Transcript.KEY.replace("$P", SealedLogin.PEM);
            case "user.login" -> Transcript.LOGIN;
            case "util.getSI" -> Transcript.SI;
            case "user.authToken" -> Transcript.AUTH_TOKEN;
            case "user.tokenLogin" -> Transcript.TOKEN_LOGIN;
            default -> Transcript.END;
        };
    }

    private void damage(String text) throws IOException {
        Damage damage = Damage.any(random);
        nas.write(ledger.recordDamaged(mutator.damaged(text, damage.name()).text(), damage, random));
        said.add(damage.name());
        damaged = true;
        nas.end(damage);
    }

    private void say(Utterance utterance) throws IOException {
        byte[] bytes = ledger.record(utterance);
        said.add(utterance.form() + " " + new String(bytes, StandardCharsets.UTF_8));
        if (utterance.form() != Utterance.Form.BINARY) {
            Reading reading = Reading.of(new String(bytes, StandardCharsets.UTF_8));
            kicked |= reading.push("kicked") && !reading.pong();
            if (!reading.malformed() && reading.reqid() != null && ledger.expectation(reading.reqid()) == null) {
                guesses.add(reading.reqid());
            }
        }
        nas.say(bytes, utterance.form());
    }

    private static boolean isAsked(String text, String operation) {
        return text.contains("\"req\":\"" + operation + "\"");
    }

    private void assertSigned(String text) throws GeneralSecurityException {
        LoginStep login = steps.stream().filter(step -> step.operation().equals("user.login")).findFirst().orElse(null);
        List<byte[]> keys = login == null ? List.of(KEY) : login.keys();
        byte[] json = text.substring(SIGNATURE).getBytes(StandardCharsets.UTF_8);
        for (byte[] key : keys) {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            if (Arrays.equals(Base64.getDecoder().decode(text.substring(0, SIGNATURE)), mac.doFinal(json))) {
                return;
            }
        }
        if (!isExcused()) {
            throw new AssertionError("The session signs with a key that the login did not give");
        }
    }

    private static FnosFailure failure(CompletableFuture<Void> connected) throws InterruptedException {
        try {
            connected.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return null;
        } catch (TimeoutException e) {
            throw new AssertionError("A login never ended");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FnosFailure failure) {
                return failure;
            }
            throw new AssertionError("A login ended with a surprise", e.getCause());
        }
    }
}
