package io.github.camelfnos.examples.listingsync;

/**
 * What a listing says about one entry.
 *
 * @param size     in bytes, or null for a folder
 * @param modified Unix seconds
 */
record Entry(String path, boolean folder, Long size, long modified) {
}
