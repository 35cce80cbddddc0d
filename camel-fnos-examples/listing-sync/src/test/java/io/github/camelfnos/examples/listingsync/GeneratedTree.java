package io.github.camelfnos.examples.listingsync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;

/** A directory with all kinds of names and of files. */
final class GeneratedTree {

    private static final int MANY = 300;
    private static final Instant OLD = Instant.parse("2001-02-03T04:05:06.999Z");
    private static final List<String> NAMES = List.of(
            "照片", "家庭 视频.mp4", "two  spaces and a trailing one ", "it's", "say \"hello\"", "👨‍👩‍👧 family.jpg",
            "two\nlines", "tab\there", "100%", "100%25", "#1", "what?", "a&b", "a+b", "a;b", "a=b", "a,b", "a:b", "a*b",
            "back\\slash", "${body}", "{{placeholder}}", "RAW(x)", "$(true)", "--help", ".hidden", "..two dots", "2024",
            "true", "null", "é", "e\u0301", "{\"json\":1}", "[1]");

    private GeneratedTree() {
    }

    static void in(Path root) throws IOException {
        for (String name : NAMES) {
            file(root.resolve(name), name.length());
            Path folder = Files.createDirectory(root.resolve("folder " + name));
            file(folder.resolve(name), 1);
            Path below = Files.createDirectory(folder.resolve(name + " below"));
            file(below.resolve("old"), 3);
            Files.setLastModifiedTime(below.resolve("old"), FileTime.from(OLD));
        }
        Path many = Files.createDirectory(root.resolve("many"));
        for (int i = 0; i < MANY; i++) {
            file(many.resolve("文件 " + i + ".txt"), i);
        }
        Path deep = root;
        for (int i = 0; i < 20; i++) {
            deep = Files.createDirectory(deep.resolve("deep " + i));
        }
        file(deep.resolve("bottom"), 7);
        Files.createDirectory(root.resolve("empty"));
        Path links = Files.createDirectory(root.resolve("links"));
        Files.createSymbolicLink(links.resolve("to a file"), root.resolve("照片"));
        Files.createSymbolicLink(links.resolve("to a folder"), many);
        Files.createSymbolicLink(links.resolve("in a circle"), root);
        Files.createSymbolicLink(links.resolve("dangling"), Path.of("不在这里"));
    }

    private static void file(Path file, int size) throws IOException {
        Files.write(file, new byte[size]);
    }
}
