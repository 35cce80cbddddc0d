package io.github.camelfnos.simulator;

/** Decides from signature and login state whether a request is served, as a NAS does before anything else. */
final class AccessCheck {

    private static final String TOKEN = "token";

    private final Sessions sessions;

    AccessCheck(Sessions sessions) {
        this.sessions = sessions;
    }

    void check(SimulatedRequest request) throws RefusedException {
        String operation = request.operation();
        boolean enveloped = request.envelope() != null;
        if (request.isSigned()) {
            checkSignature(request);
        } else if (Operations.needsSignature(operation) && !enveloped) {
            throw new RefusedException(Errno.NOT_LOGGED_IN);
        }
        if (Operations.needsLogin(operation) && !request.clientSocket().isLoggedIn()) {
            throw new RefusedException(Errno.NOT_LOGGED_IN);
        }
    }

    private void checkSignature(SimulatedRequest request) throws RefusedException {
        String signature = request.frame().signature();
        String text = request.json();
        boolean good = switch (request.operation()) {
            case Operations.AUTH_TOKEN ->
                sessions.byToken(request.checkedParameters().text(TOKEN)).verifies(signature, text);
            case Operations.TOKEN_LOGIN ->
                sessions.byLongToken(request.checkedParameters().text(TOKEN)).verifies(signature, text);
            default -> {
                Session session = request.clientSocket().session();
                yield session == null ? sessions.anyVerifies(signature, text) : session.verifies(signature, text);
            }
        };
        if (!good) {
            throw new RefusedException(Errno.BAD_SIGNATURE);
        }
    }
}
