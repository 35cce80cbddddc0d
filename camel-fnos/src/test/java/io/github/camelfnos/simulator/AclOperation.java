package io.github.camelfnos.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code file.getAcl}: who may do what with files; here everybody may do everything with all that has a path. */
final class AclOperation {

    private static final List<Map<String, Object>> ALL = List.of(Map.of("uid", NasPath.UID, "perm", 7));

    private AclOperation() {
    }

    static void addTo(Operations operations) {
        operations.add("file.getAcl", request -> {
            List<Map<String, Object>> data = new ArrayList<>();
            for (String file : request.checkedParameters().texts("files")) {
                NasPath.parse(file);
                data.add(Map.of("defaultPermset", List.of(), "permset", ALL));
            }
            request.succeed(Map.of("data", data, "uver", ListingReply.UVER));
        });
    }
}
