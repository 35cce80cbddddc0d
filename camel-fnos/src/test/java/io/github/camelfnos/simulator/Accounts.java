package io.github.camelfnos.simulator;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Who may log in, and how many tries reached the password check. */
final class Accounts {

    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final AtomicInteger passwordLogins = new AtomicInteger();

    void addAdmin(String user, String password) {
        accounts.put(user, new Account(user, password, true));
    }

    void add(String user, String password) {
        accounts.compute(user, (name, known) -> new Account(name, password, known != null && known.admin()));
    }

    /** The account of that user and password; wrong user and wrong password are refused alike. */
    Account authenticate(String user, String password) throws RefusedException {
        passwordLogins.incrementAndGet();
        Account account = accounts.get(user);
        if (account == null || !account.accepts(password)) {
            throw new RefusedException(Errno.WRONG_CREDENTIALS);
        }
        return account;
    }

    int passwordLogins() {
        return passwordLogins.get();
    }
}
