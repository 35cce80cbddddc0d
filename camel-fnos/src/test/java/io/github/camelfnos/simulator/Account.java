package io.github.camelfnos.simulator;

/** A user of the NAS. Not a record: a record's text would show the password. */
final class Account {

    private final String user;
    private final String password;
    private final boolean admin;

    Account(String user, String password, boolean admin) {
        this.user = user;
        this.password = password;
        this.admin = admin;
    }

    String user() {
        return user;
    }

    boolean admin() {
        return admin;
    }

    boolean accepts(String candidate) {
        return password.equals(candidate);
    }
}
