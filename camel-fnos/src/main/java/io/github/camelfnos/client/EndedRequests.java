package io.github.camelfnos.client;

import java.util.Arrays;

/**
 * Remembers the last {@value #CAPACITY} requests that have ended, by which a late frame is told from a push. Of each id
 * only a 64-bit hash is kept, so that remembering costs no garbage. Safe for concurrent use.
 */
final class EndedRequests {

    static final int CAPACITY = 65_536;

    private static final int FIRST_SIZE = 64;

    private long[] hashes = new long[FIRST_SIZE];
    private int next;
    private int size;

    synchronized void add(String reqid) {
        if (next == hashes.length) {
            if (hashes.length < CAPACITY) {
                hashes = Arrays.copyOf(hashes, 2 * hashes.length);
            } else {
                next = 0;
            }
        }
        hashes[next++] = hash(reqid);
        size = Math.max(size, next);
    }

    /** Rarely asked, only for a frame whose id is not in flight; hence a plain search. */
    synchronized boolean contains(String reqid) {
        long wanted = hash(reqid);
        for (int i = 0; i < size; i++) {
            if (hashes[i] == wanted) {
                return true;
            }
        }
        return false;
    }

    /** FNV-1a. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
