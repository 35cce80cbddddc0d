package io.github.camelfnos.simulator;

/** A login: it belongs to the NAS and not to a socket, so that any socket may take it up again by its token. */
final class Session {

    private final Account account;
    private final String deviceId;
    private final byte[] key;
    private volatile boolean ended;

    Session(Account account, String deviceId, byte[] key) {
        this.account = account;
        this.deviceId = deviceId;
        this.key = key;
    }

    Account account() {
        return account;
    }

    /** The long token is bound to the device that asked for it. */
    boolean isOfDevice(String candidate) {
        return deviceId.equals(candidate);
    }

    byte[] key() {
        return key.clone();
    }

    boolean verifies(String signature, String text) {
        return Signature.matches(signature, text, key);
    }

    boolean isEnded() {
        return ended;
    }

    void end() {
        ended = true;
    }
}
