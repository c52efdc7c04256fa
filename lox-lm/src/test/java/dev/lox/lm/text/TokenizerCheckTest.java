// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contents and texts at which the native library ends the process are refused by name. */
class TokenizerCheckTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "pre_tokenizer# {'type':'FixedLength','length':0}# length 0",
                "pre_tokenizer# {'type':'Split','pattern':{'Regex':'(x+x+)+y'},'behavior':'Isolated','invert':false}"
                        + "# the pattern (x+x+)+y can step back",
                "pre_tokenizer# {'type':'Sequence','pretokenizers':[{'type':'Digits','individual_digits':true},"
                        + "{'type':'Split','pattern':{'Regex':'(a)\\\\1'},'behavior':'Isolated','invert':false}]}"
                        + "# pre_tokenizer.Sequence[1]: the pattern (a)\\1 has the unsupported escape",
                "pre_tokenizer# {'type':'Split','pattern':'a','behavior':'Isolated','invert':false}# neither",
                "pre_tokenizer# {'length':0}# the unsupported type",
                "pre_tokenizer# 7# the unsupported type",
                "normalizer# {'type':'Precompiled','precompiled_charsmap':''}# valid map of characters",
                "normalizer# {'type':'Precompiled','precompiled_charsmap':'BAAAAP///39hYmM='}# valid map",
                "normalizer# {'type':'Precompiled'}# valid map of characters",
                "normalizer# {'type':'Unknown','prepend':'a'}# the unsupported type Unknown",
                "normalizer# {'type':'BertNormalizer','prepend':'a'}# the unsupported field prepend",
                "normalizer# {'type':'Replace','type':'NFC'}# Duplicate field",
                "post_processor# {'type':'ByteLevel','single':[]}# the unsupported field single",
                "post_processor# {'type':'TemplateProcessing','single':[{'Sequence':{'id':'B','type_id':0}}],"
                        + "'pair':[],'special_tokens':{}}# the sequence B, expected A",
                "post_processor# {'type':'TemplateProcessing','single':[],'pair':[],'special_tokens':{}}# A 0 times",
                "post_processor# {'type':'TemplateProcessing','single':[{'Sequence':{'id':'A','type_id':0}}],"
                        + "'pair':[{'SpecialToken':{'id':'X','type_id':0}}],'special_tokens':{}}# special_tokens lacks",
                "post_processor# {'type':'Sequence','processors':[{'type':'BertProcessing','sep':['a',1],'cls':['a',1]},"
                        + "{'type':'BertProcessing','sep':['a',1],'cls':['a',1]}]}# is the second",
                "post_processor# {'type':'BertProcessing','sep':['a',4294967295],'cls':['a',1]}# id 4294967295",
                "decoder# {'type':'Strip','content':'a','start':0,'stop':1}# Strip with a stop",
                "decoder# {'type':'Replace','pattern':{'Regex':'a*a*b'},'content':''}# can step back",
            })
    void component_isRefused(String field, String component, String reason) throws IOException {
        String json = golden("qwen").without(field).toString();
        write(json.substring(0, json.length() - 1) + ",\"" + field + "\":" + component.replace('\'', '"') + "}");
        assertTrue(refusal().contains(reason), refusal());
        assertTrue(refusal().contains(field) || reason.startsWith("Duplicate"), refusal());
    }

    @ParameterizedTest
    @ValueSource(strings = {"normalizer", "pre_tokenizer", "post_processor", "decoder"})
    void fieldTwice_isRefused(String field) throws IOException {
        write("{\"" + field + "\":null," + golden("qwen").toString().substring(1));
        assertTrue(refusal().contains("has two fields " + field), refusal());
    }

    @Test
    void growth_isBoundedOverTheSequence() throws IOException {
        String replace = "{\"type\":\"Replace\",\"pattern\":{\"Regex\":\".\"},\"content\":\"xxxxxxxx\"}";
        String bytes = "{\"type\":\"ByteLevel\",\"add_prefix_space\":false,\"trim_offsets\":true}";
        String prepend = "{\"type\":\"Prepend\",\"prepend\":\"" + "y".repeat(300) + "\"}";
        String empty = "{\"type\":\"Replace\",\"pattern\":{\"String\":\"\"},\"content\":\"" + "y".repeat(300) + "\"}";
        refusesGrowth("normalizer", "normalizers", replace, 3);
        refusesGrowth("decoder", "decoders", replace, 3);
        refusesGrowth("normalizer", "normalizers", bytes, 9);
        refusesGrowth("pre_tokenizer", "pretokenizers", bytes, 9);
        refusesGrowth("normalizer", "normalizers", prepend, 1);
        refusesGrowth("decoder", "decoders", empty, 1);
    }

    /** The last of {@code count} components is one too many. */
    private void refusesGrowth(String field, String list, String component, int count) throws IOException {
        ObjectNode json = golden("qwen");
        json.putNull("pre_tokenizer");
        json.set(field, sequence(list, component, count));
        write(json.toString());
        String reason = "." + "Sequence[" + (count - 1) + "]: can make a text more than 256 times as long";
        assertTrue(refusal().contains(field + reason), refusal());
        json.set(field, sequence(list, component, count - 1));
        write(json.toString());
        Tokenizer.open(folder).close();
    }

    private static JsonNode sequence(String list, String component, int count) throws IOException {
        return MAPPER.readTree("{\"type\":\"Sequence\",\"" + list + "\":["
                + String.join(",", Collections.nCopies(count, component)) + "]}");
    }

    @Test
    void manyComponents_areRefused() throws IOException {
        ObjectNode json = golden("qwen");
        json.set("normalizer", sequence("normalizers", "{\"type\":\"NFC\"}", 300));
        write(json.toString());
        assertTrue(refusal().contains("more than 256 components"), refusal());
    }

    @Test
    void manyAddedTokens_areRefused() throws IOException {
        ObjectNode json = golden("qwen");
        JsonNode one = json.path("added_tokens").path(0);
        json.putArray("added_tokens").addAll(Collections.nCopies(70_000, one));
        write(json.toString());
        assertTrue(refusal().contains("has 70000 added tokens"), refusal());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '^',
            value = {
                "^ ^#{'type':'Strip','strip_left':true,'strip_right':true}",
                "\u0301#{'type':'StripAccents'}",
                "a#{'type':'Replace','pattern':{'String':'a'},'content':''}",
            })
    void addedTokenThatNormalizesToNothing_isRefused(String token, String normalizer) throws IOException {
        ObjectNode json = golden("qwen");
        json.set("normalizer", MAPPER.readTree(normalizer.replace('\'', '"')));
        ((ObjectNode) json.path("added_tokens").path(0)).put("content", token).put("normalized", true);
        write(json.toString());
        assertTrue(refusal().contains("the normalizer leaves nothing of"), refusal());
        ((ObjectNode) json.path("added_tokens").path(0)).put("content", "x" + token + "x");
        write(json.toString());
        Tokenizer.open(folder).close();
    }

    @Test
    void longWords_areRefused() throws IOException {
        write(golden("wordpiece").toString().replace("_per_word\":100", "_per_word\":1000000000"));
        assertTrue(refusal().contains("max_input_chars_per_word is 1000000000"), refusal());
    }

    /** What T5, ALBERT and XLM-RoBERTa have, apart from their map. */
    @Test
    void publishedChain_isTaken() throws IOException {
        String map = Files.readString(Path.of("src/test/resources/tokenizers/charsmap.txt"));
        ObjectNode json = golden("unigram");
        json.set(
                "normalizer",
                MAPPER.readTree(("{'type':'Sequence','normalizers':["
                                + "{'type':'Replace','pattern':{'String':'``'},'content':'\\''},{'type':'NFKD'},"
                                + "{'type':'StripAccents'},{'type':'Lowercase'},"
                                + "{'type':'Precompiled','precompiled_charsmap':'" + map + "'},"
                                + "{'type':'Strip','strip_left':false,'strip_right':true},"
                                + "{'type':'Replace','pattern':{'Regex':' {2,}'},'content':'\u2581'}]}")
                        .replace("\\'", "`")
                        .replace('\'', '"')));
        json.set(
                "pre_tokenizer",
                MAPPER.readTree(("{'type':'Sequence','pretokenizers':[{'type':'WhitespaceSplit'},"
                                + "{'type':'Metaspace','replacement':'\u2581','add_prefix_space':true}]}")
                        .replace('\'', '"')));
        write(json.toString());
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            assertTrue(tokenizer.encode("a  b\u2026 ".repeat(1000), true).length > 1000);
        }
    }

    @Test
    void longTexts_areRefused() throws IOException {
        try (Tokenizer tokenizer = Goldens.tokenizer("llama3")) {
            assertTrue(refusal(tokenizer, " ".repeat(11_000_000)).contains("text has 11000000 characters"));
            assertTrue(refusal(tokenizer, "a b".repeat(2_000_000)).contains("at most 4194304"));
            String stretch = refusal(tokenizer, "word " + "\n".repeat(3_000_000) + "word");
            assertTrue(stretch.contains("without a word's end of 3000005 characters"), stretch);
        }
    }

    /** Spaces mean nothing to a pattern that is not known, so only the length of a text bounds it. */
    @Test
    void unknownPattern_boundsTheText() throws IOException {
        write(golden("llama3").toString().replace("{1,3}", "{1,4}"));
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            assertTrue(refusal(tokenizer, "word ".repeat(600_000)).contains("at most 2666666"));
        }
    }

    @Test
    void longTokens_areNotDecodedWithoutBound() throws IOException {
        ObjectNode json = golden("llama2");
        ((ObjectNode) json.path("model").path("vocab")).put("x".repeat(40_000), 600);
        write(json.toString());
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            int id = tokenizer.id("x".repeat(40_000)).orElseThrow();
            int[] ids = Collections.nCopies(120, id).stream().mapToInt(i -> i).toArray();
            InvalidInputException e = assertThrows(InvalidInputException.class, () -> tokenizer.decode(ids, true));
            assertTrue(e.getMessage().contains("cannot decode (the tokens have 4800000 characters"), e.getMessage());
        }
    }

    private static ObjectNode golden(String family) throws IOException {
        return (ObjectNode)
                MAPPER.readTree(Goldens.folder(family).resolve("tokenizer.json").toFile());
    }

    private void write(String json) throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), json);
    }

    private String refusal() {
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> Tokenizer.open(folder));
        assertEquals(1, e.problems().size());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
        return e.getMessage();
    }

    private static String refusal(Tokenizer tokenizer, String text) {
        return assertThrows(InvalidInputException.class, () -> tokenizer.encode(text, true))
                .getMessage();
    }
}
