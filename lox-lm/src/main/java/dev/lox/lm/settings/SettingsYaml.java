// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import dev.lox.lm.settings.Node.Items;
import dev.lox.lm.settings.Node.Leaf;
import dev.lox.lm.settings.Node.Section;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The subset of YAML that settings need: one document of mappings, lists of values and values. Aliases, which can make a
 * small file huge, and tags, which name types, are refused. Values stay text, since to YAML {@code 5e-5} is a string.
 */
public final class SettingsYaml {
    // The longest built-in recipe, comments and all, has 2 kB.
    private static final int MAX_BYTES = 1 << 16;

    /**
     * Limits for one kind of file. A file beyond them is of another kind, or an attempt to exhaust memory.
     *
     * @param what the name of this kind of file in messages
     * @param depth of nested sections
     * @param keys in total; each unknown key is reported
     */
    public record Limits(String what, int depth, int keys) {}

    private static final YAMLFactory FACTORY = new YAMLFactory();

    private final String where;
    private final YAMLParser parser;
    private final List<String> problems;
    private final Limits limits;
    private int keys;

    private SettingsYaml(String where, YAMLParser parser, Limits limits, List<String> problems) {
        this.where = where;
        this.parser = parser;
        this.limits = limits;
        this.problems = problems;
    }

    /** Reads a file up to the size limit. */
    public static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_BYTES + 1);
        }
    }

    /**
     * Reads a document.
     *
     * @param problems receives the problems that do not prevent reading the rest
     * @throws InvalidInputException if the document cannot be read at all
     */
    public static Section parse(String where, byte[] bytes, Limits limits, List<String> problems) {
        if (bytes.length > MAX_BYTES)
            throw new InvalidInputException(
                    where + ": is larger than a " + limits.what() + ", expected at most " + MAX_BYTES + " bytes");
        try (YAMLParser parser = FACTORY.createParser(text(where, bytes))) {
            return new SettingsYaml(where, parser, limits, problems).document();
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw bad(where, line, "is not valid YAML (" + firstLine(e.getOriginalMessage()) + ")");
        } catch (IOException | RuntimeException e) {
            if (e instanceof InvalidInputException bad) throw bad;
            // On some input the library throws unexpected runtime exceptions.
            throw new InvalidInputException(where + ": is not valid YAML (" + firstLine(e.toString()) + ")");
        }
    }

    private static String text(String where, byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(where + ": is not UTF-8");
        }
    }

    private Section document() throws IOException {
        if (next() != JsonToken.START_OBJECT) throw bad("expected a mapping of keys to values");
        Section root = section(where, "", 0);
        if (next() != null) throw bad("expected one document, got another one after it");
        return root;
    }

    private Section section(String at, String prefix, int depth) throws IOException {
        if (depth > limits.depth()) throw bad("expected sections at most " + limits.depth() + " deep");
        Map<String, Node> children = new LinkedHashMap<>();
        while (next() == JsonToken.FIELD_NAME) {
            if (++keys > limits.keys())
                throw bad("has more keys than a " + limits.what() + ", expected at most " + limits.keys());
            String name = parser.currentName();
            String key = at() + ": " + ForeignText.printable(prefix + name);
            Node value = value(next(), key, prefix + name + ".", depth);
            if (children.putIfAbsent(name, value) != null) problems.add(key + " occurs twice");
        }
        return new Section(at, children);
    }

    private Node value(@Nullable JsonToken token, String key, String prefix, int depth) throws IOException {
        if (token == JsonToken.START_OBJECT) return section(key, prefix, depth + 1);
        if (token != JsonToken.START_ARRAY) return leaf(key);
        List<Leaf> leaves = new ArrayList<>();
        for (JsonToken t = next(); t != JsonToken.END_ARRAY; t = next()) {
            if (t == null || t.isStructStart()) throw bad("expected a list of values");
            leaves.add(leaf(key));
        }
        return new Items(key, leaves);
    }

    private Leaf leaf(String key) throws IOException {
        String text = parser.currentToken() == JsonToken.VALUE_NULL ? "" : parser.getText();
        return new Leaf(key, text);
    }

    private @Nullable JsonToken next() throws IOException {
        JsonToken token = parser.nextToken();
        if (parser.isCurrentAlias()) throw bad("has an alias, expected the value itself");
        if (parser.getTypeId() != null) throw bad("has a tag, expected a value without one");
        return token;
    }

    private String at() {
        return where + ": line " + parser.currentTokenLocation().getLineNr();
    }

    private InvalidInputException bad(String problem) {
        return new InvalidInputException(at() + ": " + problem);
    }

    private static InvalidInputException bad(String where, int line, String problem) {
        return new InvalidInputException(where + ": line " + line + ": " + problem);
    }

    private static String firstLine(String message) {
        return ForeignText.printable(message.lines().findFirst().orElse(""));
    }
}
