package io.github.camelfnos.client;

/**
 * Who logs in, and as which device (protocol, section 3).
 *
 * @param username       the NAS user, or null for {@linkplain #anonymous() none}
 * @param password       the user's password
 * @param deviceId       stable, up to 64 characters; the NAS binds its long token to it and lists it
 * @param deviceName     what the NAS shows in its list of devices
 * @param stayLoggedIn   asks for a token that outlives a reboot of the NAS
 * @param loginOperation the command that logs in, {@code user.login}
 */
public record Account(String username, String password, String deviceId, String deviceName, boolean stayLoggedIn,
        String loginOperation) {

    /** Nobody: no login, and only the commands that the NAS answers without one. */
    public static final Account ANONYMOUS = new Account(null, null, null, null, false, null);

    public boolean anonymous() {
        return username == null;
    }

    /** The user's name, never the password. */
    @Override
    public String toString() {
        return anonymous() ? "anonymous" : username;
    }
}
