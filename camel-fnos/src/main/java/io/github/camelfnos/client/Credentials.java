package io.github.camelfnos.client;

/**
 * What proves who logs in: a password, or what an earlier login gave, or both. At least the password, or the secret with
 * one of the tokens, is not null.
 *
 * @param password      the user's password
 * @param token         a session's short token
 * @param longToken     a session's long token, which is bound to the device
 * @param sessionSecret base64 of the key that signs the session's requests
 */
public record Credentials(String password, String token, String longToken, String sessionSecret) {

    boolean hasSession() {
        return sessionSecret != null;
    }

    /** Nothing of it may be shown. */
    @Override
    public String toString() {
        return "Credentials[xxxxxx]";
    }
}
