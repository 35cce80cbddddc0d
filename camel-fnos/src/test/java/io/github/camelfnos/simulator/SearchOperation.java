package io.github.camelfnos.simulator;

import java.util.List;
import java.util.Map;

/** {@code appcgi.finder.fileSearch}: the files and folders whose names contain a text, in frames that say {@code doing} until the end. */
final class SearchOperation {

    private static final int FRAME_SIZE = 25;

    private SearchOperation() {
    }

    static void addTo(Operations operations, FileTree tree) {
        operations.add("appcgi.finder.fileSearch", request -> {
            String key = request.checkedParameters().text("key");
            List<String> folders = request.checkedParameters().texts("path");
            List<Map<String, String>> found = tree.paths().stream().filter(path -> nameOf(path).contains(key))
                    .filter(path -> folders.stream().anyMatch(folder -> path.startsWith(folder + "/")))
                    .map(path -> Map.of("name", nameOf(path), "path", path)).toList();
            for (int n = 0; n < found.size(); n += FRAME_SIZE) {
                request.reply(Map.of("data", found.subList(n, Math.min(found.size(), n + FRAME_SIZE)), "result", "doing"));
            }
            request.reply(Map.of("req", request.operation(), "rev", "0.1", "result", "succ"));
        });
    }

    private static String nameOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
