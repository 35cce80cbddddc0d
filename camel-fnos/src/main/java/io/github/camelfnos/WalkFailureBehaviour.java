package io.github.camelfnos;

/** What a recursive listing does about a folder that cannot be listed. The folder that it starts with is none of these. */
public enum WalkFailureBehaviour {

    /** It leaves the folder out and goes on; the folder is one of the {@link FnosEntries#getFailures() failures}. */
    skip,
    /** It fails. */
    fail
}
