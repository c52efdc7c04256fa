// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.InvalidInputException;
import dev.lox.base.StrictJson;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Finds a model folder's chat templates. Separate files take precedence over configurations that contain them. */
final class TemplateSources {
    static final String DEFAULT = "default";

    private static final long MAX_BYTES = 4L << 20;

    /**
     * The source text of a template.
     *
     * @param where the file, and the template's name in it
     */
    record Source(String where, String text) {}

    private TemplateSources() {}

    /** Templates by name. */
    static Map<String, Source> find(Path folder, Path config, ObjectNode tokenizerConfig) throws IOException {
        Map<String, Source> files = files(folder);
        if (!files.isEmpty()) return files;
        Map<String, Source> configured = configured(config.toString(), tokenizerConfig.path("chat_template"));
        if (!configured.isEmpty()) return configured;
        Path legacy = folder.resolve("chat_template.json");
        return Files.exists(legacy)
                ? configured(legacy.toString(), StrictJson.read(legacy).path("chat_template"))
                : Map.of();
    }

    private static Map<String, Source> files(Path folder) throws IOException {
        Map<String, Source> sources = new TreeMap<>();
        Path main = folder.resolve("chat_template.jinja");
        if (Files.exists(main)) sources.put(DEFAULT, read(main));
        Path more = folder.resolve("additional_chat_templates");
        if (!Files.isDirectory(more)) return sources;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(more, "*.jinja")) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                sources.put(name.substring(0, name.length() - ".jinja".length()), read(file));
            }
        }
        return sources;
    }

    private static Source read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) throw new InvalidInputException(file + ": is not a regular file");
        if (Files.size(file) > MAX_BYTES)
            throw new InvalidInputException(
                    file + ": has " + Files.size(file) + " bytes, expected at most " + MAX_BYTES);
        try {
            return new Source(file.toString(), Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(file + ": is not UTF-8");
        }
    }

    /** One template as a string, or several as an object or a list of objects with name and template. */
    private static Map<String, Source> configured(String file, JsonNode node) {
        Map<String, Source> sources = new TreeMap<>();
        String where = file + ": chat_template";
        if (node.isTextual()) sources.put(DEFAULT, new Source(where, node.textValue()));
        else if (node.isObject())
            for (Map.Entry<String, JsonNode> e : node.properties()) put(where, e.getKey(), e.getValue(), sources);
        else if (node.isArray())
            for (JsonNode entry : node) put(where, entry.path("name").asText(), entry.path("template"), sources);
        else if (!node.isMissingNode() && !node.isNull())
            throw new InvalidInputException(where + ", expected a string or a list of named templates, got "
                    + node.getNodeType().name().toLowerCase(java.util.Locale.ROOT));
        return sources;
    }

    private static void put(String where, String name, JsonNode template, Map<String, Source> sources) {
        if (name.isEmpty() || !template.isTextual())
            throw new InvalidInputException(where + ", expected entries of name and template, both strings");
        sources.put(name, new Source(where, template.textValue()));
    }
}
