package io.github.camelfnos.examples;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.tools.RunScript;

/** The database file with the table of the listing. */
final class ListingDatabase implements AutoCloseable {

    static final String USER = "sa";

    private static final String SCHEMA = "/listing/schema.sql";

    /** What the table holds in all. */
    record Totals(long folders, long files, long bytes) {
    }

    /** A file among the largest. */
    record LargeFile(String path, long size) {
    }

    private final String url;
    private final JdbcConnectionPool connections;

    private ListingDatabase(String url, JdbcConnectionPool connections) {
        this.url = url;
        this.connections = connections;
    }

    /**
     * Opens the database, and makes the file and the table where they are missing.
     *
     * @param file without the ending .mv.db, which H2 adds
     * @throws SQLException one sentence that says which database cannot be used, and why
     */
    static ListingDatabase open(Path file) throws SQLException, IOException {
        String name = file.toAbsolutePath().normalize().toString();
        if (name.indexOf(';') >= 0) {
            throw new SQLException("The database " + name + " cannot be used: H2 takes no semicolon in its path");
        }
        String url = "jdbc:h2:file:" + name;
        JdbcConnectionPool connections = JdbcConnectionPool.create(url + ";TRACE_LEVEL_FILE=0", USER, "");
        try (Connection connection = connections.getConnection();
                Reader schema = new InputStreamReader(
                        ListingDatabase.class.getResourceAsStream(SCHEMA), StandardCharsets.UTF_8)) {
            RunScript.execute(connection, schema);
            return new ListingDatabase(url, connections);
        } catch (SQLException e) {
            connections.dispose();
            throw new SQLException("The database " + name + " cannot be used: " + e.getMessage(), e);
        }
    }

    DataSource dataSource() {
        return connections;
    }

    /** What a tool for databases needs to open it, beside the user. */
    String url() {
        return url;
    }

    Totals totals() throws SQLException {
        String query = """
                SELECT COUNT(*) FILTER (WHERE directory), COUNT(*) FILTER (WHERE NOT directory), COALESCE(SUM(size), 0)
                FROM listing""";
        try (Connection connection = connections.getConnection();
                PreparedStatement statement = connection.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new Totals(row.getLong(1), row.getLong(2), row.getLong(3));
        }
    }

    List<LargeFile> largestFiles(int atMost) throws SQLException {
        String query = "SELECT path, size FROM listing WHERE size IS NOT NULL ORDER BY size DESC, path LIMIT ?";
        List<LargeFile> files = new ArrayList<>();
        try (Connection connection = connections.getConnection();
                PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setInt(1, atMost);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    files.add(new LargeFile(row.getString(1), row.getLong(2)));
                }
            }
        }
        return files;
    }

    @Override
    public void close() {
        connections.dispose();
    }
}
