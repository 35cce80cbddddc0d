package io.github.camelfnos;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.camelfnos.protocol.Errno;

/**
 * A folder that a recursive listing has left out.
 *
 * @param path      of the folder
 * @param exception why: an {@link FnosException}, Camel's {@code ExchangeTimedOutException}, or an {@link IllegalStateException} where the
 *                  NAS was not asked, since the folder lies deeper than {@code maxDepth} for instance
 */
public record FnosWalkFailure(String path, Exception exception) {

    /** The same as JSON has it: {@code path}, {@code errno} where the NAS gave one, and {@code message}. */
    Map<String, Object> toFields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("path", path);
        if (exception instanceof FnosException failure && failure.getErrno() != 0 && failure.getErrno() != Errno.NONE_GIVEN) {
            fields.put("errno", failure.getErrno());
        }
        fields.put("message", exception.getMessage());
        return fields;
    }
}
