package io.github.camelfnos.client;

import java.nio.file.Path;

/**
 * How much a buffer may hold for one slow reader.
 *
 * @param memory    bytes in memory; one record is always taken, however large
 * @param directory where the rest is spooled
 * @param spool     bytes on disk
 */
public record BufferLimits(long memory, Path directory, long spool) {
}
