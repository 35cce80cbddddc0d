package io.github.camelfnos;

import java.util.List;
import java.util.Map;

import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

/** The routes of the component's page work as they stand there. */
class ComponentPageRoutesTest extends FnosTestSupport {

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:folder")
                    .toD("fnos:file.ls?param.path=RAW(${header.folder})&ignoreBody=true");

                from("direct:remove").
                    to("fnos:file.rm?param.files=[\"vol1/1000/old.txt\"]&param.moveToTrashbin=true");
            }
        };
    }

    @Test
    void aFolderOfAnyNameIsListed() {
        nas.files().mkdir("vol1/1000/a&b=c");

        assertNull(send("direct:folder", null, Map.of("folder", "vol1/1000/a&b=c")).getException());

        assertEquals(Map.of("path", "vol1/1000/a&b=c"), received("file.ls").get(0).parameters());
    }

    @Test
    void aFileIsRemoved() {
        nas.files().file("vol1/1000/old.txt", 1, 1);

        assertNull(send("direct:remove", null).getException());

        assertEquals(Map.of("files", List.of("vol1/1000/old.txt"), "moveToTrashbin", true), received("file.rm").get(0).parameters());
        assertFalse(nas.files().paths().contains("vol1/1000/old.txt"));
    }
}
