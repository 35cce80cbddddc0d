package io.github.camelfnos.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The operations that change the in-memory tree; each is done when its end frame comes. */
final class ChangeOperations {

    private static final List<String> NAMES =
            List.of("file.mkdir", "file.rm", "file.rename", "file.cp", "file.mv");

    private final FileTree tree;
    private final Tasks tasks;

    ChangeOperations(FileTree tree, Tasks tasks) {
        this.tree = tree;
        this.tasks = tasks;
    }

    /** What a NAS answers whose files can only be read. */
    static void addRefusalsTo(Operations operations) {
        for (String name : NAMES) {
            operations.add(name, request -> request.fail(Errno.READ_ONLY));
        }
    }

    void addTo(Operations operations) {
        operations.add("file.mkdir", changing(parameters -> tree.createFolder(path(parameters, "path"))));
        operations.add("file.rm", task(parameters -> tree.delete(paths(parameters))));
        operations.add("file.rename",
                changing(parameters -> tree.rename(path(parameters, "path"), parameters.text("newName"))));
        operations.add("file.cp", task(
                parameters -> tree.copy(paths(parameters), path(parameters, "pathTo"), overwrite(parameters))));
        operations.add("file.mv", task(
                parameters -> tree.move(paths(parameters), path(parameters, "pathTo"), overwrite(parameters))));
    }

    private interface Change {
        void apply(Parameters parameters) throws RefusedException;
    }

    private static Responder changing(Change change) {
        return request -> {
            change.apply(request.checkedParameters());
            request.succeed(Map.of());
        };
    }

    private Responder task(Change change) {
        Responder atOnce = changing(change);
        return request -> tasks.run(request, atOnce);
    }

    private static NasPath path(Parameters parameters, String name) throws RefusedException {
        return NasPath.parse(parameters.text(name));
    }

    private static List<NasPath> paths(Parameters parameters) throws RefusedException {
        List<NasPath> paths = new ArrayList<>();
        for (String file : parameters.texts("files")) {
            paths.add(NasPath.parse(file));
        }
        return paths;
    }

    private static Overwrite overwrite(Parameters parameters) throws RefusedException {
        return Overwrite.of(parameters.number("overwrite"));
    }
}
