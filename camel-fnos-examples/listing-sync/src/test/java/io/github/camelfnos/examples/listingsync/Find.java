package io.github.camelfnos.examples.listingsync;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/** The program find, as the witness of what a directory holds. */
final class Find {

    private static final int FIELDS = 4;

    private Find() {
    }

    static Set<Entry> in(Path root) throws IOException, InterruptedException {
        Process find = new ProcessBuilder("find", root.toString(), "-mindepth", "1", "-printf", "%P\\0%y\\0%s\\0%T@\\0")
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String[] fields = new String(find.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\0");
        if (find.waitFor() != 0) {
            throw new IOException("find failed");
        }
        Set<Entry> entries = new LinkedHashSet<>();
        for (int i = 0; i + FIELDS <= fields.length; i += FIELDS) {
            boolean folder = fields[i + 1].equals("d");
            long seconds = Long.parseLong(fields[i + 3].substring(0, fields[i + 3].indexOf('.')));
            entries.add(new Entry(fields[i], folder, folder ? null : Long.valueOf(fields[i + 2]), seconds));
        }
        return entries;
    }
}
