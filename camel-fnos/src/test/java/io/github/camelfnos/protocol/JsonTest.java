package io.github.camelfnos.protocol;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

class JsonTest {

    @Test
    void wholeNumbersAreReadExactly() throws Exception {
        Map<String, Object> read = Json.readObject("""
                {"uver":115537670504450,"beyondDouble":9007199254740993,"beyondLong":9223372036854775808,
                "long":123456789012345678901234567890,"negative":-9223372036854775809}""");

        assertEquals(115537670504450L, read.get("uver"));
        assertEquals(9007199254740993L, read.get("beyondDouble"));
        assertEquals(new BigInteger("9223372036854775808"), read.get("beyondLong"));
        assertEquals(new BigInteger("123456789012345678901234567890"), read.get("long"));
        assertEquals(new BigInteger("-9223372036854775809"), read.get("negative"));
    }

    @Test
    void wholeNumbersAreWrittenExactly() {
        assertEquals("[115537670504450,9223372036854775808,123456789012345678901234567890]",
                written(List.of(115537670504450L, new BigInteger("9223372036854775808"),
                        new BigInteger("123456789012345678901234567890"))));
    }

    @Test
    void whatIsReadIsOfPlainJavaTypes() throws Exception {
        Map<String, Object> expected = new HashMap<>();
        expected.put("text", "a\"\\/\n中😀");
        expected.put("number", 1);
        expected.put("fraction", 0.5);
        expected.put("yes", true);
        expected.put("no", false);
        expected.put("nothing", null);
        expected.put("list", Arrays.asList(1, "b", null, List.of(), Map.of()));

        assertEquals(expected, Json.readObject("""
                {"text":"a\\"\\\\\\/\\n\\u4e2d\\ud83d\\ude00","number":1,"fraction":0.5,"yes":true,"no":false,
                 "nothing":null,"list":[1,"b",null,[],{}]}"""));
    }

    @Test
    void whatIsWrittenIsCompact() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("path", null);
        value.put("files", List.of("a b", 1, true));
        value.put("details", Map.of("dir", false));

        assertEquals("{\"path\":null,\"files\":[\"a b\",1,true],\"details\":{\"dir\":false}}", written(value));
    }

    @Test
    void chineseIsWrittenUnescaped() {
        assertEquals("{\"路径\":\"vol1/1000/中文\"}", written(Map.of("路径", "vol1/1000/中文")));
    }

    @Test
    void emojiAreWrittenUnescaped() {
        assertEquals("{\"😀\":\"中文😀.txt\"}", written(Map.of("😀", "中文😀.txt")));
    }

    @Test
    void longTextsOfEmojiAreWrittenUnescapedThroughout() {
        String text = "x" + "😀".repeat(20_000);

        assertEquals("\"" + text + "\"", written(text));
    }

    @ParameterizedTest
    @CsvSource({ "D83D, 0062", "D83D, D83D", "DE00, 0062", "DE00, D83D", "005C, DE00" })
    void halfOfASurrogatePairIsWrittenAsAnEscapeThatReadsBackTheSame(String first, String second) throws Exception {
        String text = "" + (char) Integer.parseInt(first, 16) + (char) Integer.parseInt(second, 16);

        byte[] written = Json.write(Map.of(text, text));

        assertDoesNotThrow(() -> UTF_8.newDecoder().decode(ByteBuffer.wrap(written)), "no UTF-8");
        assertEquals(Map.of(text, text), new ObjectMapper().readValue(written, Map.class));
    }

    @Test
    void keysKeepTheirOrder() throws Exception {
        Map<String, Object> read = Json.readObject("{\"z\":1,\"a\":2,\"m\":{\"y\":1,\"b\":2},\"c\":3}");

        assertEquals(List.of("z", "a", "m", "c"), List.copyOf(read.keySet()));
        assertEquals("{\"z\":1,\"a\":2,\"m\":{\"y\":1,\"b\":2},\"c\":3}", written(read));
    }

    @Test
    void ofADuplicateKeyTheLastValueCounts() throws Exception {
        assertEquals(Map.of("a", 3, "b", 2), Json.readObject("{\"a\":1,\"b\":2,\"a\":3}"));
    }

    @Test
    void nothingThatWasReadCanBeChanged() throws Exception {
        Map<String, Object> read = Json.readObject("{\"list\":[{\"name\":\"a\"}],\"object\":{}}");
        List<Object> list = listOf(read.get("list"));
        Map<String, Object> entry = mapOf(list.get(0));
        Map<String, Object> object = mapOf(read.get("object"));

        assertThrows(UnsupportedOperationException.class, () -> read.put("x", 1));
        assertThrows(UnsupportedOperationException.class, () -> read.remove("list"));
        assertThrows(UnsupportedOperationException.class, () -> list.add(1));
        assertThrows(UnsupportedOperationException.class, () -> entry.put("name", "b"));
        assertThrows(UnsupportedOperationException.class, () -> object.put("x", 1));
    }

    @Test
    void whatWasReadSurvivesJavaSerialization() throws Exception {
        Map<String, Object> read = Json.readObject("""
                {"files":[{"name":"中文😀","size":115537670504450,"v":null}],"big":123456789012345678901234567890,"d":1.5}""");

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(read);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertEquals(read, in.readObject());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " \n", "[]", "[{}]", "1", "\"{}\"", "null", "true", "{", "}", "{]", "{\"a\":1", "{\"a\":1}}",
            "{\"a\":1}x", "{\"a\":1}{\"b\":2}", "{\"a\":1} null", "{\"a\":1,}", "{a:1}", "{'a':1}", "{\"a\":01}", "{\"a\":NaN}",
            "{\"a\":\"\u0001\"}", "//\n{}", "garbage", "ItmlU1+5ojDPmbxWGMAUifl1cDpG/sJ8tJh+Dkqx5o8={\"a\":1}", "<html></html>" })
    void aTextThatIsNotExactlyOneObjectIsMalformed(String text) {
        assertThrows(MalformedFrameException.class, () -> Json.readObject(text));
    }

    @Test
    void spaceAroundAnObjectIsNoError() throws Exception {
        assertEquals(Map.of("a", 1), Json.readObject(" \r\n\t{ \"a\" : 1 }\n "));
    }

    @ParameterizedTest
    @ValueSource(strings = { "[", "{\"a\":", "[{\"a\":" })
    void tenThousandLevelsAreMalformedAndNoStackOverflow(String level) {
        assertThrows(MalformedFrameException.class, () -> Json.readObject("{\"x\":" + level.repeat(10_000)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [      | ]
            {"a":[ | ]}
            """)
    void tenThousandClosedLevelsAreMalformedToo(String open, String close) {
        String text = "{\"x\":" + open.repeat(10_000) + close.repeat(10_000) + "}";

        assertThrows(MalformedFrameException.class, () -> Json.readObject(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "hunter2", "{hunter2}", "{\"hunter2", "{\"hunter2\"", "{\"hunter2\":}", "{\"hunter2\":tru}",
            "{\"password\":hunter2}", "{\"password\":\"hunter2", "{\"password\":\"hunter2\"",
            "{\"password\":\"hunter2\\q\"}", "{\"password\":\"hunter2\u0001\"}", "{\"password\":\"hunter2\"]",
            "{\"password\":\"hunter2\"}hunter2", "{\"password\":\"hunter2\"}{}", "{\"password\":1hunter2}",
            "{\"password\":truehunter2}", "\"hunter2\"", "[\"hunter2\"]", "{\"password\":\"\\uhunter2\"}" })
    void theMessageShowsNothingOfTheText(String text) {
        MalformedFrameException malformed = assertThrows(MalformedFrameException.class, () -> Json.readObject(text));

        StringWriter shown = new StringWriter();
        malformed.printStackTrace(new PrintWriter(shown));
        assertFalse(shown.toString().contains("hunter2"), shown.toString());
    }

    @Test
    void aValueWithoutAJsonFormIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Json.write(Map.of("x", new Object())));
    }

    @ParameterizedTest
    @MethodSource("notFinite")
    void aNumberThatJsonDoesNotHaveIsRefused(Object value, String number) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> Json.write(Map.of("a", value)));

        assertEquals("cannot be written as JSON: JSON has no number " + number, refused.getMessage());
    }

    static Stream<Arguments> notFinite() {
        return Stream.of(Arguments.of(Double.NaN, "NaN"), Arguments.of(Double.POSITIVE_INFINITY, "Infinity"),
                Arguments.of(Float.NEGATIVE_INFINITY, "-Infinity"), Arguments.of(new double[] { Double.NaN }, "NaN"),
                Arguments.of(DoubleNode.valueOf(Double.NaN), "NaN"), Arguments.of(FloatNode.valueOf(Float.NaN), "NaN"));
    }

    @Test
    void aMapThatHoldsItselfIsRefused() {
        Map<String, Object> endless = new HashMap<>();
        endless.put("self", endless);

        assertThrows(IllegalArgumentException.class, () -> Json.write(endless));
    }

    private static String written(Object value) {
        return new String(Json.write(value), UTF_8);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> mapOf(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> listOf(Object value) {
        return (List<Object>) value;
    }

    public static final class FailingBean {

        public String getName() {
            throw new IllegalStateException("hunter2");
        }
    }

    @Test
    void whatABeansGetterThrowsIsNotShown() {
        IllegalArgumentException refused
                = assertThrows(IllegalArgumentException.class, () -> Json.write(Map.of("x", new FailingBean())));

        assertFalse(refused.getMessage().contains("hunter2"), refused.getMessage());
    }
}
