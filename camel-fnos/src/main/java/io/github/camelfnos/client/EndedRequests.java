package io.github.camelfnos.client;

import java.util.Arrays;

/**
 * Remembers the last {@value #CAPACITY} requests that have ended, by which a late frame is told from a push. Of each id
 * only a 64-bit hash is kept, so that remembering costs no garbage; and as almost nobody ever asks, the hashes are put in
 * order only when somebody does. Safe for concurrent use.
 */
final class EndedRequests {

    static final int CAPACITY = 65_536;

    private static final int FIRST_SIZE = 64;

    /** Hashes in the order of their ends; the oldest is replaced. */
    private long[] order = new long[FIRST_SIZE];
    /** How many there have ever been. */
    private long count;

    /** Those in the order of their ends that have their places: up to this many of all. */
    private long[] placed = new long[FIRST_SIZE];
    private long placedCount;
    /**
     * The same hashes, each in the first free place from its own on, so that a flood of unknown ids does not cost a search
     * each. Half of the places stay free, and hold 0.
     */
    private long[] places = new long[2 * FIRST_SIZE];

    synchronized void add(String reqid) {
        if (count == order.length && order.length < CAPACITY) {
            order = Arrays.copyOf(order, 2 * order.length);
        }
        order[(int) (count++ & order.length - 1)] = hash(reqid);
    }

    synchronized boolean contains(String reqid) {
        placeAll();
        long hash = hash(reqid);
        return places[find(hash, hash)] != 0;
    }

    /** Costs as much as what has been added since the last time, and never more than all. */
    private void placeAll() {
        if (placed.length < order.length) {
            placed = new long[order.length];
            places = new long[2 * order.length];
            placedCount = 0;
        }
        for (long n = Math.max(placedCount, count - order.length); n < count; n++) {
            int at = (int) (n & order.length - 1);
            if (placed[at] != 0) {
                remove(placed[at]);
            }
            placed[at] = order[at];
            insert(placed[at]);
        }
        placedCount = count;
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
