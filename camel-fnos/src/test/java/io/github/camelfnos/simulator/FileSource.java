package io.github.camelfnos.simulator;

import java.util.Iterator;

/** Where listings come from. */
interface FileSource {

    /**
     * The entries of a folder, by name; changes made afterwards do not show. May take its time over a real disk, so
     * it is called on a worker thread.
     *
     * @throws RefusedException 4100 when there is nothing, 4112 when it is no folder, 4352 when it is not readable
     */
    Iterator<FileEntry> list(NasPath folder) throws RefusedException;
}
