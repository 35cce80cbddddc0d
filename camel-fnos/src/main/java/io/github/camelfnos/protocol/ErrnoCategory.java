package io.github.camelfnos.protocol;

import java.util.Locale;

/** What kind of failure an errno stands for, and so what a route may do about it. */
public enum ErrnoCategory {

    /** The NAS is busy, or something that it needs is; the same request may be accepted later. */
    BUSY,
    /** The session is not, or no longer, valid. */
    AUTH_SESSION,
    /** The user's own credentials were refused. */
    AUTH_CREDENTIALS,
    /** Credentials for a third system (a remote mount, a cloud drive, a wireless network) were refused. */
    REMOTE_CREDENTIALS,
    /** The user may not do this. */
    PERMISSION,
    /** What the request names does not exist, and is known not to: what cannot be reached at present is none of this. */
    NOT_FOUND,
    /** The present state of the NAS stands in the way: what the request would make exists already, or something is in use. */
    CONFLICT,
    /** A disk, a pool or a quota is full. */
    NO_SPACE,
    /** The request itself is wrong. */
    INVALID_REQUEST,
    /** The NAS failed, or the code is unknown. */
    SERVER;

    /** The name as the documentation writes it, such as {@code not-found}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static ErrnoCategory of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
