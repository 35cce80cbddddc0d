package io.github.camelfnos.simulator;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who may log in, and which tries reached the password check. */
final class Accounts {

    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final Moments passwordLogins = new Moments();
    private final Switches switches;

    Accounts(Switches switches) {
        this.switches = switches;
    }

    void addAdmin(String user, String password) {
        accounts.put(user, new Account(user, password, true));
    }

    void add(String user, String password) {
        accounts.compute(user, (name, known) -> new Account(name, password, known != null && known.admin()));
    }

    /** The account of that user and password; wrong user and wrong password are refused alike. */
    Account authenticate(String user, String password) throws RefusedException {
        passwordLogins.addNow();
        int refusal = switches.loginRefusal();
        if (refusal != Switches.NO_REFUSAL) {
            throw new RefusedException(refusal);
        }
        Account account = accounts.get(user);
        if (account == null || !account.accepts(password)) {
            throw new RefusedException(Errno.WRONG_CREDENTIALS);
        }
        return account;
    }

    int passwordLogins() {
        return passwordLogins.count();
    }

    List<Long> passwordLoginTimes() {
        return passwordLogins.times();
    }
}
