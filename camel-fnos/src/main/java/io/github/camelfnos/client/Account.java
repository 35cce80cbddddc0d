package io.github.camelfnos.client;

/**
 * Who logs in, and as which device (protocol, section 3).
 *
 * @param username       the NAS user; may be null where tokens log in
 * @param credentials    what proves it, or null for {@linkplain #ANONYMOUS nobody}
 * @param deviceId       stable, up to 64 characters; the NAS binds its long token to it and lists it
 * @param deviceName     what the NAS shows in its list of devices
 * @param stayLoggedIn   asks for a token that outlives a reboot of the NAS; without it the session is ended by the last
 *                       connection that closes
 * @param loginOperation the command that logs in, {@code user.login}
 */
public record Account(String username, Credentials credentials, String deviceId, String deviceName, boolean stayLoggedIn,
        String loginOperation) {

    /** Nobody: no login, and only the commands that the NAS answers without one. */
    public static final Account ANONYMOUS = new Account(null, null, null, null, true, null);

    public boolean anonymous() {
        return credentials == null;
    }

    /** The user's name, never a secret. */
    @Override
    public String toString() {
        if (anonymous()) {
            return "anonymous";
        }
        return username == null ? "the owner of the token" : username;
    }
}
