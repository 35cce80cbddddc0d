package io.github.camelfnos.client;

import io.github.camelfnos.protocol.Frame;

/** Hears of a long-running task that a request has started. */
@FunctionalInterface
public interface TaskListener {

    /** Who does not want to know. */
    TaskListener NONE = (reqid, taskId, report) -> {
    };

    /**
     * The NAS has reported on the task, before the end of the answer. Called on the read thread, in order; must not block.
     *
     * @param reqid  of the request
     * @param taskId as the NAS named it
     * @param report the frame
     */
    void progress(String reqid, String taskId, Frame report);
}
