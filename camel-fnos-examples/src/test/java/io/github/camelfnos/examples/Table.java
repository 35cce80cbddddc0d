package io.github.camelfnos.examples;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.Set;

/** The table that the program wrote, read without any of its code. */
final class Table {

    private Table() {
    }

    static Set<Entry> in(Path database) throws SQLException {
        Set<Entry> entries = new LinkedHashSet<>();
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + database + ";IFEXISTS=TRUE", "sa", "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT path, directory, size, EXTRACT(EPOCH FROM modified), name FROM listing")) {
            while (row.next()) {
                String path = row.getString(1);
                if (!row.getString(5).equals(path.substring(path.lastIndexOf('/') + 1))) {
                    throw new AssertionError("Another name than in the path: " + path);
                }
                entries.add(new Entry(path, row.getBoolean(2), row.getObject(3, Long.class),
                        row.getBigDecimal(4).longValueExact()));
            }
        }
        return entries;
    }
}
