package io.github.camelfnos.examples.listingsync;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;

import javax.sql.DataSource;

import org.apache.camel.RuntimeCamelException;

/** Reads the table; the routes write it. */
final class NasTable {

    /** The user's root shows the homes of all volumes; a home is {@code vol1/1000}. */
    private static final String OF_HOMES = "parent NOT LIKE '%/%/%'";
    private static final String CHILDREN = "SELECT path, directory, size, modified, deleted IS NOT NULL FROM nas_entry WHERE ";
    private static final String BELOW = "SELECT COUNT(*) FROM nas_entry WHERE deleted IS NULL AND path >= ? AND path < ?";

    /** What PostgreSQL takes into an index is 2704, with what it needs itself. */
    private static final int MOST_BYTES_OF_PATH = 2_600;

    private final DataSource dataSource;
    private final boolean postgresql;

    /** @param postgresql whether it is PostgreSQL that has the table, which does not take all paths */
    NasTable(DataSource dataSource, boolean postgresql) {
        this.dataSource = dataSource;
        this.postgresql = postgresql;
    }

    /** Why the table cannot have an entry, or null if it can. */
    String refusal(String path) {
        if (!postgresql) {
            return null;
        }
        if (path.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(path)) {
            return "PostgreSQL does not take this name, which is no valid text.";
        }
        return path.length() * 3 > MOST_BYTES_OF_PATH && path.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES_OF_PATH
                ? "PostgreSQL does not take a path of more than " + MOST_BYTES_OF_PATH + " bytes into its index."
                : null;
    }

    /** What is known of the entries of a folder, those marked as deleted included, by path. */
    Map<String, Row> childrenOf(Folder folder) {
        Map<String, Row> children = new HashMap<>();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement(CHILDREN + (folder.path() == null ? OF_HOMES : "parent = ?"))) {
            query.setFetchSize(1_000);
            if (folder.path() != null) {
                query.setString(1, folder.path());
            }
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    OffsetDateTime modified = row.getObject(4, OffsetDateTime.class);
                    children.put(row.getString(1), new Row(row.getBoolean(2), row.getObject(3, Long.class),
                            modified == null ? null : modified.toEpochSecond(), row.getBoolean(5)));
                }
            }
            return children;
        } catch (SQLException e) {
            throw new RuntimeCamelException(e);
        }
    }

    /** How many rows a deletion would mark. */
    long countOf(Map<String, Object> deletion) {
        try (Connection connection = dataSource.getConnection(); PreparedStatement query = connection.prepareStatement(BELOW)) {
            query.setString(1, (String) deletion.get("from"));
            query.setString(2, (String) deletion.get("to"));
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw new RuntimeCamelException(e);
        }
    }
}
