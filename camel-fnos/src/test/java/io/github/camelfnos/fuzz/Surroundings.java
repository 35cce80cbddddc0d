package io.github.camelfnos.fuzz;

import java.util.List;
import java.util.Random;

/**
 * What there is to be confused with around a frame; the ids are {@linkplain Aliases aliases}.
 *
 * @param id       of the request that the frame answers
 * @param escaped  the same id in JSON's escapes
 * @param inFlight ids of requests in flight, this one among them
 * @param ended    ids of requests that have ended
 * @param frames   other frames
 */
record Surroundings(String id, String escaped, List<String> inFlight, List<String> ended, List<String> frames) {

    static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}
