package io.github.camelfnos.examples.listingsync;

/** A path as a terminal can show it: on one line, and without characters that would steer the terminal. */
final class PrintablePath {

    private PrintablePath() {
    }

    static String of(String path) {
        StringBuilder printable = new StringBuilder();
        path.codePoints().forEach(character -> {
            if (isPrintable(character)) {
                printable.appendCodePoint(character);
            } else {
                printable.append(String.format("\\u%04x", character));
            }
        });
        return printable.toString();
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> false;
            default -> true;
        };
    }
}
