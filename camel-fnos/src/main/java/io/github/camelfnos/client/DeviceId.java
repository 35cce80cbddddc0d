package io.github.camelfnos.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A device id for whoever configures none. The NAS lists every device that has logged in, and binds its long token to
 * it, so the id must be the same after a restart (protocol, section 3).
 */
public final class DeviceId {

    private static final int LENGTH = 32;

    private DeviceId() {
    }

    /**
     * @param  username the NAS user
     * @return          32 hex digits that depend on this machine's name, the user of this process and the NAS user
     */
    public static String derive(String username) {
        String seed = "camel-fnos/" + hostName() + '/' + System.getProperty("user.name") + '/' + username;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(seed.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
