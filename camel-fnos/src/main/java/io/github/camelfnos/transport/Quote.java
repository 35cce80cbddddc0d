package io.github.camelfnos.transport;

/** Words of the other side, made fit to stand in a message of ours. */
final class Quote {

    private static final int MAX_LENGTH = 200;

    private Quote() {
    }

    /** One line without control or formatting characters, cut at 200 characters; an empty one for null. */
    static String of(String text) {
        String line = text == null ? "" : text.replaceAll("[\\p{C}\\s\\p{Zl}\\p{Zp}]+", " ").strip();
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "...";
    }
}
