package io.github.camelfnos.chaos;

/** Some hundred kilobytes of text that follow from a nonce, so that any other text is a mistake. */
final class LargeText {

    private static final int LEAST = 100_000;
    private static final int MOST = 500_000;

    private LargeText() {
    }

    static String of(String nonce) {
        int length = LEAST + Math.floorMod(nonce.hashCode(), MOST - LEAST);
        StringBuilder text = new StringBuilder(length + nonce.length() + 16);
        for (int i = 0; text.length() < length; i++) {
            text.append(i).append(' ').append(nonce).append("，");
        }
        return text.toString();
    }
}
