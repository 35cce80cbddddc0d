package io.github.camelfnos.client;

import java.util.Arrays;

/**
 * Remembers the last {@value #CAPACITY} requests that have ended, by which a late frame is told from a push. Of each id
 * only a 64-bit hash is kept, so that remembering costs no garbage. Safe for concurrent use.
 */
final class EndedRequests {

    static final int CAPACITY = 65_536;

    private static final int FIRST_SIZE = 64;

    /** Hashes in the order of their ends; the oldest is replaced. */
    private long[] order = new long[FIRST_SIZE];
    /**
     * The same hashes, each in the first free place from its own on, so that a flood of unknown ids does not cost a search
     * each. Half of the places stay free, and hold 0.
     */
    private long[] places = new long[2 * FIRST_SIZE];
    private int next;

    synchronized void add(String reqid) {
        if (next == order.length) {
            if (order.length < CAPACITY) {
                grow();
            } else {
                next = 0;
            }
        }
        if (order[next] != 0) {
            remove(order[next]);
        }
        order[next] = hash(reqid);
        insert(order[next++]);
    }

    synchronized boolean contains(String reqid) {
        long hash = hash(reqid);
        return places[find(hash, hash)] != 0;
    }

    private void grow() {
        order = Arrays.copyOf(order, 2 * order.length);
        places = new long[2 * order.length];
        for (int i = 0; i < next; i++) {
            insert(order[i]);
        }
    }

    /** An id may come twice, and then takes two places; many equal ones would make a long way to the next free place. */
    private void insert(long hash) {
        places[find(hash, 0)] = hash;
    }

    private void remove(long hash) {
        int hole = find(hash, hash);
        places[hole] = 0;
        // Whatever stands behind without a gap may have come to stand there because the hole was taken.
        for (int place = after(hole); places[place] != 0; place = after(place)) {
            long moved = places[place];
            places[place] = 0;
            insert(moved);
        }
    }

    /** The place of this value or, if it is not there, the first that is free, on the way from the place of the hash on. */
    private int find(long hash, long value) {
        int place = (int) hash & places.length - 1;
        while (places[place] != value && places[place] != 0) {
            place = after(place);
        }
        return place;
    }

    private int after(int place) {
        return place + 1 & places.length - 1;
    }

    /** FNV-1a, never 0. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash == 0 ? 1 : hash;
    }
}
