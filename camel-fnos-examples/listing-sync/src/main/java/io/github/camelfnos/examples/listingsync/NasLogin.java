package io.github.camelfnos.examples.listingsync;

/** Where a NAS is, and who logs in. */
record NasLogin(String host, int port, String username, String password) {

    /** Shows no password. */
    @Override
    public String toString() {
        return username + "@" + host + ":" + port;
    }
}
