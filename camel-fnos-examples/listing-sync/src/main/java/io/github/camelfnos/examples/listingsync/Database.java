package io.github.camelfnos.examples.listingsync;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import org.h2.api.ErrorCode;

/** The database with the table, of H2 or PostgreSQL. */
final class Database implements AutoCloseable {

    private static final String H2_FILE = "jdbc:h2:file:";
    /** Of a file also without that word: {@code jdbc:h2:./nas}. */
    private static final Pattern URL_OF_H2_FILE = Pattern.compile("jdbc:h2:(file:|[./~]|[A-Za-z]:).*", Pattern.DOTALL);
    /** By itself H2 closes the file as soon as the process is told to end, under the hands of a run that ends in order. */
    private static final String H2_OPTIONS = ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";
    /** By itself H2 writes what was committed half a second later. */
    private static final String H2_WRITES_AT_ONCE = ";WRITE_DELAY=0";
    private static final String POSTGRESQL = "jdbc:postgresql:";
    private static final Pattern STATES_OF_NO_TABLE = Pattern.compile("42P01|42S0[234]");
    private static final int CONNECTIONS = 17;
    private static final int SECONDS_TO_ANSWER = 10;

    private final String url;
    private final HikariDataSource connections;
    /** The locks that this process is to have: what they name, and the refusal of each. */
    private final Map<String, String> refusals = new LinkedHashMap<>();
    /** Holds the locks, if any. */
    private Connection locks;

    private Database(String url, HikariDataSource connections) {
        this.url = url;
        this.connections = connections;
    }

    /** The URL of an H2 database in a file, whose name is given without its ending. */
    static String urlOf(Path file) throws SQLException {
        String name = file.toAbsolutePath().normalize().toString();
        if (name.indexOf(';') >= 0) {
            throw new SQLException("The database " + name + " cannot be used: H2 takes no semicolon in its path");
        }
        return H2_FILE + name;
    }

    /**
     * Opens a database, and makes the table where it is missing.
     *
     * @param  atOnce       whether what is committed has to outlast the process at once, since others are told of it
     * @throws SQLException one sentence that says which database cannot be used, and why
     */
    static Database open(String url, String user, String password, boolean atOnce) throws SQLException, IOException {
        String options = isH2File(url) ? H2_OPTIONS + (atOnce ? H2_WRITES_AT_ONCE : "") : "";
        try {
            Database database = new Database(url, pool(url + options, user, password, false));
            return database.with(opened -> opened.makeTable(url.startsWith(POSTGRESQL) ? "postgresql" : "h2"));
        } catch (SQLException e) {
            throw unusable(url, e);
        }
    }

    /**
     * Opens a database in which nothing is written. Where the table is missing, an empty one in memory stands for it.
     *
     * @throws SQLException one sentence that says which database cannot be used, and why
     */
    static Database openReadOnly(String url, String user, String password) throws SQLException, IOException {
        String readOnly = isH2File(url) ? url + H2_OPTIONS + ";IFEXISTS=TRUE;ACCESS_MODE_DATA=r" : url;
        try {
            return new Database(url, pool(readOnly, user, password, true)).with(Database::lookForTable);
        } catch (SQLException e) {
            if (isMissing(e)) {
                return new Database(url, pool("jdbc:h2:mem:empty;DB_CLOSE_DELAY=-1", "sa", "", false)).with(empty -> empty.makeTable("h2"));
            }
            throw unusable(url, e);
        }
    }

    /** What is done first with a database that was opened. */
    private interface FirstStep {

        void take(Database opened) throws SQLException, IOException;
    }

    private Database with(FirstStep step) throws SQLException, IOException {
        try {
            step.take(this);
            return this;
        } catch (SQLException | IOException e) {
            close();
            throw e;
        }
    }

    private void lookForTable() throws SQLException {
        try (Connection connection = connections.getConnection(); Statement statement = connection.createStatement()) {
            statement.executeQuery("SELECT path FROM nas_entry WHERE 1 = 0");
        }
    }

    private static HikariDataSource pool(String url, String user, String password, boolean readOnly) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setReadOnly(readOnly);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(10_000);
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            throw e.getCause() instanceof SQLException cause ? cause : new SQLException(e);
        } catch (RuntimeException e) {
            // No driver takes such a URL.
            throw new SQLException(e);
        }
    }

    private void makeTable(String dialect) throws SQLException, IOException {
        try (Connection connection = connections.getConnection(); Statement statement = connection.createStatement();
                InputStream sql = Database.class.getResourceAsStream("/listing-sync/schema-" + dialect + ".sql")) {
            for (String command : new String(sql.readAllBytes(), StandardCharsets.UTF_8).split(";")) {
                if (!command.isBlank()) {
                    statement.execute(command);
                }
            }
        }
    }

    /**
     * Lets no other process take the same, until this is closed or this process has ended. A file of H2 is one process's anyway. PostgreSQL
     * takes a moment to notice that a killed process is gone, so this waits for a while.
     *
     * @param  what         names it
     * @param  refusal      says that another process has it
     * @throws SQLException when another process has it
     */
    void lock(String what, String refusal) throws SQLException {
        if (!isPostgresql()) {
            return;
        }
        refusals.put(what, refusal);
        if (locks == null) {
            locks = connections.getConnection();
        }
        try (Statement statement = locks.createStatement();
                PreparedStatement query = locks.prepareStatement("SELECT pg_advisory_lock(hashtextextended('nas_entry ' || ?, 0))")) {
            statement.execute("SET lock_timeout = '10s'");
            query.setString(1, what);
            query.execute();
            statement.execute("RESET lock_timeout");
        } catch (SQLException e) {
            releaseLocks();
            throw new SQLException(refusal + ": " + reason(e), e);
        }
    }

    /** Takes the locks again where they were lost, as they are when the database starts anew. */
    void keepLocks() throws SQLException {
        if (locks != null && !locks.isValid(SECONDS_TO_ANSWER)) {
            releaseLocks();
        }
        if (locks == null) {
            for (Map.Entry<String, String> lock : refusals.entrySet()) {
                lock(lock.getKey(), lock.getValue());
            }
        }
    }

    private void releaseLocks() {
        if (locks != null) {
            // Beyond its return to the pool the locks would be those of the next who gets the connection.
            connections.evictConnection(locks);
            locks = null;
        }
    }

    private static boolean isH2File(String url) {
        return URL_OF_H2_FILE.matcher(url).matches();
    }

    private static boolean isMissing(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && (sql.getErrorCode() == ErrorCode.DATABASE_NOT_FOUND_WITH_IF_EXISTS_1
                    || sql.getSQLState() != null && STATES_OF_NO_TABLE.matcher(sql.getSQLState()).matches())) {
                return true;
            }
        }
        return false;
    }

    private static SQLException unusable(String url, SQLException failure) {
        return new SQLException("The database " + url + " cannot be used: " + reason(failure), failure);
    }

    private static String reason(SQLException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Sentence.message(cause);
    }

    boolean isPostgresql() {
        return url.startsWith(POSTGRESQL);
    }

    HikariDataSource dataSource() {
        return connections;
    }

    String url() {
        return url;
    }

    @Override
    public void close() throws SQLException {
        releaseLocks();
        connections.close();
    }
}
