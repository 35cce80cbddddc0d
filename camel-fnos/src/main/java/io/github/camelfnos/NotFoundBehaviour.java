package io.github.camelfnos;

/** What an exchange does when what its request names does not exist on the NAS. */
public enum NotFoundBehaviour {

    /** It fails with {@link FnosNotFoundException}. */
    fail,
    /** It goes on with an empty answer and the errno in {@link FnosConstants#ERRNO}. */
    empty
}
