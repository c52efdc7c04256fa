// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MalformedHeaderTest {
    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource({"lengths", "texts", "metadata", "fields", "numbers", "places"})
    void open_malformedFile_isRefusedInOneLine(String name, byte[] bytes, String expected) throws Exception {
        Path file = Files.write(folder.resolve("weights.safetensors"), bytes);
        String problem = Refusal.of(file.toString(), () -> SafetensorsFile.open(file));
        assertTrue(problem.contains(expected), () -> "says \"" + expected + "\": " + problem);
    }

    static Stream<Arguments> lengths() {
        byte[] json = "{}".getBytes(StandardCharsets.UTF_8);
        byte[] whole = Crafted.file(List.of(Crafted.Entry.f32("w", 2)));
        return Stream.of(
                arguments("empty file", new byte[0], "has 0 bytes"),
                arguments("seven bytes", new byte[7], "has 7 bytes"),
                arguments("length zero", Crafted.withLength(0, new byte[0], 0), "does not start with a JSON object"),
                arguments("length past the end", Crafted.withLength(3, json, 0), "past the end"),
                arguments("length 2^63", Crafted.withLength(Long.MIN_VALUE, json, 0), "9223372036854775808"),
                arguments("length 2^63-1", Crafted.withLength(Long.MAX_VALUE, json, 0), "over the format's limit"),
                arguments("length 2^64-8", Crafted.withLength(-8, json, 0), "18446744073709551608"),
                arguments("length over 100 MB", Crafted.withLength(100_000_001, json, 0), "over the format's limit"),
                arguments("length of 100 MB in a short file", Crafted.withLength(100_000_000, json, 0), "past the end"),
                arguments("cut within the header", Arrays.copyOf(whole, 20), "past the end"),
                arguments("cut within a tensor", Arrays.copyOf(whole, whole.length - 1), "truncated"),
                arguments("zip archive", "PK\3\4\0\0\10\10\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1), "pickle"),
                arguments(
                        "bare pickle",
                        "\u0080\2\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\31.".getBytes(StandardCharsets.ISO_8859_1),
                        "pickle"));
    }

    static Stream<Arguments> texts() {
        String w = one("F32", "[2]", "[0,8]");
        byte[] latin1 = "{\"\u00e4\":1}".getBytes(StandardCharsets.ISO_8859_1);
        return Stream.of(
                arguments("array", Crafted.file("[]", 0), "JSON object"),
                arguments("text", Crafted.file("\"w\"", 0), "JSON object"),
                arguments("leading space", Crafted.file(" " + w, 8), "does not start"),
                arguments("byte order mark", Crafted.file("\ufeff" + w, 8), "does not start"),
                arguments("not UTF-8", Crafted.file(latin1, 0), "not UTF-8"),
                arguments("encoded surrogate", Crafted.file(hex("7b22eda08022"), 0), "not UTF-8"),
                arguments("truncated JSON", Crafted.file(w.substring(0, w.length() - 1), 8), "not valid JSON"),
                arguments("only a brace", Crafted.file("{", 0), "not valid JSON"),
                arguments("trailing garbage", Crafted.file(w + "x", 8), "not valid JSON"),
                arguments("second object", Crafted.file(w + "{}", 8), "continues after its JSON object"),
                arguments("NUL padding", Crafted.file(w + "\0\0", 8), "not valid JSON"),
                arguments("trailing comma", Crafted.file("{\"w\":1,}", 8), ""),
                arguments("comment", Crafted.file("{/* */}", 0), "not valid JSON"),
                arguments("nested 10,000 deep", Crafted.file("{\"w\":" + "[".repeat(10_000), 0), ""),
                arguments("name of a lone surrogate", Crafted.file("{\"\\ud800\":1}", 0), "surrogate"),
                arguments("tensor twice", Crafted.file(twice("w", "w"), 8), "Duplicate field 'w'"),
                arguments("tensor twice, hostile name", Crafted.file(twice("\\u001b[2J\\n", "\\u001b[2J\\n"), 8), "?"),
                arguments("control in a name", Crafted.file(twice("a\\u001bb", "w"), 8), "name is not printable: a?b"),
                arguments(
                        "line break in a name", Crafted.file(twice("a\\u2028b", "w"), 8), "name is not printable: a?b"),
                arguments(
                        "format character in a name",
                        Crafted.file(twice("a\\u202eb", "w"), 8),
                        "name is not printable: a?b"),
                arguments("tensor twice, one escaped", Crafted.file(twice("w", "\\u0077"), 8), "Duplicate field 'w'"),
                arguments("token of control characters", Crafted.file("{\"w\":tru\u0001\u0085}", 0), "not valid JSON"),
                arguments("line separator in a name", Crafted.file("{\"\\u2028\\u2029\":1}", 0), "??"));
    }

    static Stream<Arguments> metadata() {
        return Stream.of(
                arguments("metadata not an object", Crafted.file("{\"__metadata__\":[]}", 0), "__metadata__"),
                arguments("metadata twice", Crafted.file("{\"__metadata__\":{},\"__metadata__\":{}}", 0), "Duplicate"),
                arguments("metadata key twice", metadata("\"a\":\"1\",\"a\":\"2\""), "Duplicate"),
                arguments("metadata number", metadata("\"a\":1"), "not a string: a"),
                arguments("metadata number, hostile key", metadata("\"\\r\\n\\u0007\":1"), "not a string: ???"),
                arguments("metadata null value", metadata("\"a\":null"), "not a string"),
                arguments("metadata nested", metadata("\"a\":{\"b\":\"c\"}"), "not a string"),
                arguments("metadata key of a lone surrogate", metadata("\"\\ud800\":\"a\""), "surrogate"),
                arguments("metadata of a lone surrogate", metadata("\"a\":\"\\udc00\""), "not valid Unicode"));
    }

    static Stream<Arguments> fields() {
        return Stream.of(
                arguments("tensor not an object", Crafted.file("{\"w\":[]}", 0), "not an object"),
                arguments("unknown dtype", tensor("F31", "[2]", "[0,8]"), "unknown dtype F31"),
                arguments("dtype in lower case", tensor("f32", "[2]", "[0,8]"), "unknown dtype f32"),
                arguments("hostile dtype", tensor("\\n\\u009b", "[2]", "[0,8]"), "unknown dtype ??"),
                arguments("dtype a number", Crafted.file("{\"w\":{\"dtype\":1}}", 0), "dtype is not a string"),
                arguments("dtype missing", lacking("dtype"), "dtype is missing"),
                arguments("shape missing", lacking("shape"), "shape is missing"),
                arguments("data_offsets missing", lacking("data_offsets"), "data_offsets is missing"),
                arguments("unknown field", withField("\"stride\":[1]"), "unknown field stride"),
                arguments("field twice", withField("\"dtype\":\"F32\""), "Duplicate field 'dtype'"),
                arguments("shape a number", tensor("F32", "2", "[0,8]"), "shape is not an array"),
                arguments("data_offsets an object", tensor("F32", "[2]", "{}"), "data_offsets is not an array"),
                arguments("one offset", tensor("F32", "[2]", "[0]"), "expected two numbers, got 1"),
                arguments("three offsets", tensor("F32", "[2]", "[0,8,8]"), "expected two numbers, got 3"));
    }

    static Stream<Arguments> numbers() {
        return Stream.of(
                arguments("negative dimension", tensor("F32", "[-2]", "[0,8]"), "negative number: -2"),
                arguments("float dimension", tensor("F32", "[2.0]", "[0,8]"), "not an integer"),
                arguments("exponent dimension", tensor("F32", "[2e0]", "[0,8]"), "not an integer"),
                arguments("text dimension", tensor("F32", "[\"2\"]", "[0,8]"), "not an integer"),
                arguments("null dimension", tensor("F32", "[null]", "[0,8]"), "not an integer"),
                arguments("nested dimension", tensor("F32", "[[2]]", "[0,8]"), "not an integer"),
                arguments("dimension 2^63", tensor("F32", "[9223372036854775808]", "[0,8]"), "2^63 or more"),
                arguments("dimension of 40 digits", tensor("F32", "[" + "9".repeat(40) + "]", "[0,8]"), ""),
                arguments("product overflows", tensor("F32", "[4294967296,4294967296]", "[0,0]"), "overflows"),
                arguments("bytes overflow", tensor("F64", "[1152921504606846976]", "[0,0]"), "overflows"),
                arguments("zero after an overflow", tensor("F32", "[9223372036854775807,2,0]", "[0,0]"), "overflows"),
                arguments("half a byte", tensor("F4", "[3]", "[0,2]"), "not a whole number of bytes"),
                arguments("negative offset", tensor("F32", "[2]", "[-8,0]"), "negative number: -8"),
                arguments("float offset", tensor("F32", "[2]", "[0,8.0]"), "not an integer"),
                arguments("text offset", tensor("F32", "[2]", "[\"0\",\"8\"]"), "not an integer"),
                arguments("offset 2^64", tensor("F32", "[2]", "[0,18446744073709551616]"), "2^63 or more"));
    }

    static Stream<Arguments> places() {
        String f32 = "\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":";
        byte[] zip = Crafted.file(one("F32", "[2]", "[0,8]") + "    ", 30);
        return Stream.of(
                arguments("reversed", tensor("F32", "[2]", "[8,0]"), "reversed"),
                arguments("too short for its shape", tensor("F32", "[3]", "[0,8]"), "takes 12 bytes, got 8"),
                arguments("too long for its shape", tensor("F32", "[1]", "[0,8]"), "takes 4 bytes, got 8"),
                arguments("end past the data", Crafted.file(one("F32", "[3]", "[0,12]"), 8), "truncated"),
                arguments("end near 2^63", farAway(), "truncated"),
                arguments("trailing byte", Crafted.file(one("F32", "[2]", "[0,8]"), 9), "belong to no tensor"),
                arguments("appended archive", zip, "22 bytes after the last tensor"),
                arguments("data without tensors", Crafted.file("{}", 1), "belong to no tensor"),
                arguments("hole at the start", Crafted.file(one("F32", "[2]", "[4,12]"), 12), "hole of 4 bytes"),
                arguments("hole between", pair(f32 + "[0,8]", f32 + "[12,20]", 20), "hole of 4 bytes"),
                arguments("overlap", pair(f32 + "[0,8]", f32 + "[4,12]", 12), "overlaps"),
                arguments("same range twice", pair(f32 + "[0,8]", f32 + "[0,8]", 8), "overlaps"),
                arguments("nothing in the midst of a tensor", pair(f32 + "[0,8]", none(4), 8), "overlaps"),
                arguments("nothing past the end", pair(f32 + "[0,8]", none(9), 8), "truncated"));
    }

    private static String one(String dtype, String shape, String offsets) {
        return "{\"w\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}";
    }

    private static byte[] tensor(String dtype, String shape, String offsets) {
        return Crafted.file(one(dtype, shape, offsets), 8);
    }

    private static String twice(String first, String second) {
        String body = "\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":";
        return "{\"" + first + body + "[0,4]},\"" + second + body + "[4,8]}}";
    }

    private static byte[] metadata(String entries) {
        return Crafted.file("{\"__metadata__\":{" + entries + "}}", 0);
    }

    private static byte[] withField(String field) {
        return Crafted.file("{\"w\":{\"dtype\":\"F32\"," + field + ",\"shape\":[2],\"data_offsets\":[0,8]}}", 8);
    }

    private static byte[] lacking(String field) {
        return Crafted.file(
                one("F32", "[2]", "[0,8]")
                        .replaceFirst("\"" + field + "\":(\"F32\",|\\[2\\],|\\[0,8\\])", "")
                        .replace(",}", "}"),
                8);
    }

    private static byte[] pair(String first, String second, int dataBytes) {
        return Crafted.file("{\"v\":{" + first + "},\"w\":{" + second + "}}", dataBytes);
    }

    private static String none(long at) {
        return "\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[" + at + "," + at + "]";
    }

    private static byte[] farAway() {
        return tensor("U8", "[8]", "[9223372036854775799,9223372036854775807]");
    }

    private static byte[] hex(String digits) {
        return java.util.HexFormat.of().parseHex(digits);
    }
}
