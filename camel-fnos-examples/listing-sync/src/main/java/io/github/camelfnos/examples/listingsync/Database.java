package io.github.camelfnos.examples.listingsync;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/** The database with the table, of H2 or PostgreSQL. */
final class Database implements AutoCloseable {

    private final String url;
    private final HikariDataSource connections;

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
        return "jdbc:h2:file:" + name;
    }

    /**
     * Opens a database, and makes the table where it is missing.
     *
     * @throws SQLException one sentence that says which database cannot be used, and why
     */
    static Database open(String url, String user, String password) throws SQLException, IOException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(16);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(10_000);
        HikariDataSource connections = new HikariDataSource(config);
        String schema = "/listing-sync/schema-" + (url.startsWith("jdbc:postgresql:") ? "postgresql" : "h2") + ".sql";
        try (Connection connection = connections.getConnection(); Statement statement = connection.createStatement();
                InputStream sql = Database.class.getResourceAsStream(schema)) {
            for (String command : new String(sql.readAllBytes(), StandardCharsets.UTF_8).split(";")) {
                if (!command.isBlank()) {
                    statement.execute(command);
                }
            }
            return new Database(url, connections);
        } catch (SQLException e) {
            connections.close();
            throw new SQLException("The database " + url + " cannot be used: " + reason(e), e);
        }
    }

    private static String reason(SQLException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage();
    }

    HikariDataSource dataSource() {
        return connections;
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        connections.close();
    }
}
