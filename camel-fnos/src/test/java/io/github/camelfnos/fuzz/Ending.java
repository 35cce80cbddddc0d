package io.github.camelfnos.fuzz;

import io.github.camelfnos.client.FnosFailure;
import io.github.camelfnos.protocol.Answer;

/**
 * How a request has ended.
 *
 * @param answer  what the NAS said, well or ill; null if nothing did
 * @param failure null for an answer
 */
record Ending(Answer answer, FnosFailure failure) {

    @Override
    public String toString() {
        return failure == null ? "an answer: " + answer : failure.kind() + ": " + failure.getMessage() + "; " + answer;
    }
}
