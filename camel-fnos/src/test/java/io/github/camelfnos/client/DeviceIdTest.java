package io.github.camelfnos.client;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The NAS lists every device that has logged in, and binds its long token to it. */
class DeviceIdTest {

    /** What another process of this user on this machine derives. */
    public static void main(String[] args) {
        System.out.print(DeviceId.derive(args[0]));
    }

    @Test
    void isTheSameAfterARestart() throws Exception {
        Process other = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), DeviceIdTest.class.getName(), "admin")
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();

        String derivedThere = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(0, other.waitFor());
        assertEquals(DeviceId.derive("admin"), derivedThere);
        assertTrue(derivedThere.matches("[0-9a-f]{32}"), derivedThere);
    }

    @Test
    void isAnotherForAnotherUserOfTheNas() {
        assertNotEquals(DeviceId.derive("admin"), DeviceId.derive("guest"));
    }
}
