package io.github.camelfnos.examples.listingsync;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The table that the program writes, read without any of its code. */
record Table(String url, String user, String password) {

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    /** What is there. */
    Set<Entry> entries() throws SQLException {
        Set<Entry> entries = new LinkedHashSet<>();
        try (Connection connection = connect(); Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT path, directory, size, EXTRACT(EPOCH FROM modified), name, parent FROM nas_entry "
                                                       + "WHERE deleted IS NULL")) {
            while (row.next()) {
                String path = row.getString(1);
                if (!path.equals(row.getString(6) + "/" + row.getString(5))) {
                    throw new AssertionError("Another name or folder than in the path: " + path);
                }
                entries.add(new Entry(path, row.getBoolean(2), row.getObject(3, Long.class), row.getBigDecimal(4).longValue()));
            }
        }
        return entries;
    }

    Set<String> paths() throws SQLException {
        Set<String> paths = new LinkedHashSet<>();
        entries().forEach(entry -> paths.add(entry.path()));
        return paths;
    }

    List<String> strings(String query) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (Connection connection = connect(); Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                strings.add(row.getString(1));
            }
        }
        return strings;
    }

    long number(String query) throws SQLException {
        return Long.parseLong(strings(query).get(0));
    }

    void execute(String... commands) throws SQLException {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        }
    }
}
