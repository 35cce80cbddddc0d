package io.github.camelfnos.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;

/** What the program shows while it runs and at its end. */
class ReportTest {

    @Test
    void bytesAreReadable() {
        assertEquals("0 B", ByteCount.readable(0));
        assertEquals("1023 B", ByteCount.readable(1023));
        assertEquals("1.0 KiB", ByteCount.readable(1024));
        assertEquals("1.0 MiB", ByteCount.readable(1024 * 1024 - 1));
        assertEquals("8.0 EiB", ByteCount.readable(Long.MAX_VALUE));
    }

    @Test
    void aPathStaysOnItsLineAndSteersNoTerminal() {
        assertEquals("照片/👨‍👩‍👧 a\\u000ab\\u001b[31m",
                PrintablePath.of("照片/👨‍👩‍👧 a\nb\u001b[31m"));
    }

    @Test
    void progressIsNoFlood() {
        StringWriter out = new StringWriter();
        Progress progress = new Progress(new FolderQueue(Folder.start(null)), new PrintWriter(out), false);

        for (int i = 0; i < 10_000; i++) {
            progress.show();
        }
        progress.end();

        assertEquals("", out.toString());
    }
}
