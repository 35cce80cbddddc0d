package io.github.camelfnos.simulator;

import java.security.PublicKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import io.vertx.core.Vertx;

/** From the key of a socket to the end of a session. */
final class LoginOperations {

    private static final int LONGEST_DEVICE_ID = 64;

    private final Vertx vertx;
    private final Accounts accounts;
    private final Sessions sessions;
    private final Switches switches;
    private final boolean plainLogin;

    /** @param plainLogin whether a login outside an envelope is accepted, as a NAS does on a TLS socket */
    LoginOperations(Vertx vertx, Accounts accounts, Sessions sessions, Switches switches, boolean plainLogin) {
        this.vertx = vertx;
        this.accounts = accounts;
        this.sessions = sessions;
        this.switches = switches;
        this.plainLogin = plainLogin;
    }

    void addTo(Operations operations) {
        operations.add("util.crypto.getRSAPub", this::publicKey);
        operations.add("util.getSI", request -> request.succeed(Map.of("si", request.clientSocket().si())));
        operations.add("user.login", atOnce(this::login));
        operations.add(Operations.AUTH_TOKEN, atOnce(this::authToken));
        operations.add(Operations.TOKEN_LOGIN, atOnce(this::tokenLogin));
        operations.add("user.logout", atOnce(this::logout));
    }

    private Responder atOnce(Responder responder) {
        return request -> {
            synchronized (sessions) {
                responder.respond(request);
            }
        };
    }

    private void publicKey(SimulatedRequest request) {
        ClientSocket socket = request.clientSocket();
        vertx.executeBlocking(() -> socket.keyPair().getPublic(), false)
                .onSuccess(key -> {
                    Map<String, Object> payload = new LinkedHashMap<>();
                    payload.put("pub", pem(key));
                    payload.put("si", socket.si());
                    request.succeed(payload);
                })
                .onFailure(request::failWith);
    }

    private static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    private void login(SimulatedRequest request) throws RefusedException {
        Envelope envelope = request.envelope();
        if (envelope == null && !plainLogin) {
            throw new RefusedException(Errno.BAD_PARAMETER);
        }
        Parameters parameters = request.checkedParameters();
        String user = parameters.text("user");
        String password = parameters.text("password");
        boolean stay = parameters.flag("stay");
        String deviceId = deviceId(parameters);
        checkSi(request);

        Account account = accounts.authenticate(user, password);
        if (switches.wantsTwoFactor(user)) {
            askForSecondFactor(request);
            return;
        }
        Session session = sessions.open(account, deviceId);
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("uid", NasPath.UID);
        payload.put("admin", session.account().admin());
        payload.put("token", sessions.newToken(session));
        if (stay) {
            payload.put("longToken", sessions.newLongToken(session));
        }
        payload.put("secret", envelope == null
                ? Base64.getEncoder().encodeToString(session.key()) : envelope.encrypt(session.key()));
        payload.put("backId", sessions.newBackId());
        payload.put("machineId", SystemOperations.MACHINE_ID);
        request.clientSocket().use(session, request.clientSocket().isOfTypeMain());
        request.succeed(payload);
    }

    private void askForSecondFactor(SimulatedRequest request) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("accessToken", sessions.newAccessToken());
        payload.put("isBindTwofaSecret", true);
        payload.put("isTrustedDevice", false);
        request.succeed(payload);
    }

    private void authToken(SimulatedRequest request) throws RefusedException {
        Parameters parameters = request.checkedParameters();
        Session session = sessions.byToken(parameters.text("token"));
        boolean main = parameters.flag("main");
        checkSi(request);
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("uid", NasPath.UID);
        payload.put("admin", session.account().admin());
        payload.put("backId", sessions.newBackId());
        request.clientSocket().use(session, main);
        request.succeed(payload);
    }

    private void tokenLogin(SimulatedRequest request) throws RefusedException {
        Parameters parameters = request.checkedParameters();
        Session session = sessions.byLongToken(parameters.text("token"));
        String deviceId = deviceId(parameters);
        checkSi(request);
        if (!session.isOfDevice(deviceId)) {
            throw new RefusedException(Errno.INVALID_TOKEN);
        }
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("uid", NasPath.UID);
        payload.put("admin", session.account().admin());
        payload.put("token", sessions.newToken(session));
        payload.put("backId", sessions.newBackId());
        // Whether this alone brings pushes on a real NAS is not known: a client must ask by authToken.
        request.clientSocket().use(session, false);
        request.succeed(payload);
    }

    private void logout(SimulatedRequest request) {
        sessions.logOut(request.clientSocket().session());
        request.succeed(Map.of());
    }

    private static String deviceId(Parameters parameters) throws RefusedException {
        String deviceId = parameters.text("did");
        if (deviceId.isEmpty() || deviceId.length() > LONGEST_DEVICE_ID) {
            throw new RefusedException(Errno.BAD_PARAMETER);
        }
        return deviceId;
    }

    private static void checkSi(SimulatedRequest request) throws RefusedException {
        if (!request.clientSocket().si().equals(request.checkedParameters().text("si"))) {
            throw new RefusedException(Errno.BAD_PARAMETER);
        }
    }
}
