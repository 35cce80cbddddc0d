package io.github.camelfnos.client;

/** What happens to pushes that a slow route has not taken when its share of the memory is full. */
public enum PushOverflow {

    /** They go to disk, and no push is lost. */
    spool,
    /** The oldest ones are dropped. */
    dropOldest,
    /** The newest one is dropped. */
    dropNewest
}
