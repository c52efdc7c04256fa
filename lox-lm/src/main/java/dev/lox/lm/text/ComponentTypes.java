// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The types of a tokenizer's components, and the fields that each may have.
 *
 * <p>Where the native library does not know a type, it takes the component for the first one whose fields fit. So nothing
 * that is not listed may pass.
 */
enum ComponentTypes {
    NORMALIZERS(Map.ofEntries(
            entry("Sequence", List.of("normalizers")),
            entry("BertNormalizer", List.of("clean_text", "handle_chinese_chars", "strip_accents", "lowercase")),
            entry("Strip", List.of("strip_left", "strip_right")),
            entry("StripAccents", List.of()),
            entry("NFC", List.of()),
            entry("NFD", List.of()),
            entry("NFKC", List.of()),
            entry("NFKD", List.of()),
            entry("Lowercase", List.of()),
            entry("Nmt", List.of()),
            entry("Precompiled", List.of("precompiled_charsmap")),
            entry("Replace", List.of("pattern", "content")),
            entry("Prepend", List.of("prepend")),
            entry("ByteLevel", byteLevel()))),
    PRE_TOKENIZERS(Map.ofEntries(
            entry("Sequence", List.of("pretokenizers")),
            entry("BertPreTokenizer", List.of()),
            entry("ByteLevel", byteLevel()),
            entry("CharDelimiterSplit", List.of("delimiter")),
            entry("Metaspace", metaspace()),
            entry("Whitespace", List.of()),
            entry("WhitespaceSplit", List.of()),
            entry("Split", List.of("pattern", "behavior", "invert")),
            entry("Punctuation", List.of("behavior")),
            entry("Digits", List.of("individual_digits")),
            entry("UnicodeScripts", List.of()),
            entry("FixedLength", List.of("length")))),
    PROCESSORS(Map.of(
            "Sequence", List.of("processors"),
            "ByteLevel", byteLevel(),
            "BertProcessing", List.of("sep", "cls"),
            "RobertaProcessing", List.of("sep", "cls", "trim_offsets", "add_prefix_space"),
            "TemplateProcessing", List.of("single", "pair", "special_tokens"))),
    DECODERS(Map.of(
            "Sequence", List.of("decoders"),
            "BPEDecoder", List.of("suffix"),
            "ByteLevel", byteLevel(),
            "WordPiece", List.of("prefix", "cleanup"),
            "Metaspace", metaspace(),
            "CTC", List.of("pad_token", "word_delimiter_token", "cleanup"),
            "Replace", List.of("pattern", "content"),
            "Fuse", List.of(),
            "Strip", List.of("content", "start", "stop"),
            "ByteFallback", List.of()));

    @SuppressWarnings("ImmutableEnumChecker") // Of immutable maps and lists.
    private final Map<String, List<String>> fields;

    ComponentTypes(Map<String, List<String>> fields) {
        this.fields = fields;
    }

    private static List<String> byteLevel() {
        return List.of("add_prefix_space", "trim_offsets", "use_regex");
    }

    private static List<String> metaspace() {
        return List.of("replacement", "prepend_scheme", "split", "add_prefix_space", "str_rep");
    }

    /** The type of {@code component}; refused where it or a field is unknown. */
    String of(String where, JsonNode component) {
        String type = component.path("type").asText();
        List<String> known = fields.get(type);
        if (known == null)
            throw new InvalidInputException(where + ": has the unsupported type " + ForeignText.printable(type));
        for (Iterator<String> names = component.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!name.equals("type") && !known.contains(name))
                throw new InvalidInputException(
                        where + ": " + type + " has the unsupported field " + ForeignText.printable(name));
        }
        return type;
    }

    /** The components of a sequence; none where this is none. */
    JsonNode nested(JsonNode component) {
        return component.path(Objects.requireNonNull(fields.get("Sequence")).get(0));
    }
}
