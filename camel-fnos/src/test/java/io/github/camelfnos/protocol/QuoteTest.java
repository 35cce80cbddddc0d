package io.github.camelfnos.protocol;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class QuoteTest {

    @Test
    void itIsOneLineWithoutControlAndFormattingCharacters() {
        assertEquals("a b c d", Quote.of(" a\n\tb\u202e\u0000c\u2028d\r\n"));
        assertEquals("", Quote.of(null));
    }

    @Test
    void itIsCutAt200CharactersAndNeverInTheMiddleOfAPair() {
        assertEquals("x".repeat(200) + "...", Quote.of("x".repeat(201)));
        assertEquals("x".repeat(200), Quote.of("x".repeat(200)));
        assertEquals("x".repeat(199) + "...", Quote.of("x".repeat(199) + "\ud83d\ude00"));
    }

    @Test
    void whatIsSecretIsLeftOutWhereverItStands() {
        assertEquals("no ... in ..., but ab", Quote.without(List.of("abc", "abcdef"), "no abcdef in abc, but ab"));
        assertEquals("......", Quote.without(List.of("aa"), "aaaa"));
        assertEquals("nothing", Quote.without(List.of("thing that is longer"), "nothing"));
    }

    @Test
    void aSecretIsNotShownInPartByTheCut() {
        String secret = "s".repeat(300);

        assertEquals("x".repeat(150) + "... tail", Quote.without(List.of(secret), "x".repeat(150) + secret + " tail"));
    }

    @Test
    void aHugeTextWithManySecretsIsCutAsWell() {
        assertEquals("...".repeat(66) + ".." + "...", Quote.without(List.of("abc"), "abc".repeat(1_000_000)));
    }
}
