// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.BadInputException;
import dev.lox.checkpoint.StrictJson;
import dev.lox.lm.jinja.Template;
import dev.lox.lm.jinja.TemplateException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model's own prompt format: the Jinja template of its tokenizer, found and rendered as transformers does.
 *
 * <p>{@code chat_template.jinja} counts before {@code chat_template} in tokenizer_config.json, which is one template or a
 * list of named ones.
 */
public final class ChatTemplate {
    private static final List<String> SPECIAL_TOKENS =
            List.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");

    private static final String DEFAULT = "default";
    private static final String TOOL_USE = "tool_use";

    private final Map<String, Template> templates;
    private final Map<String, String> specialTokens;

    private ChatTemplate(Map<String, Template> templates, Map<String, String> specialTokens) {
        this.templates = templates;
        this.specialTokens = specialTokens;
    }

    /**
     * Reads the template of a model folder; none where the model has none.
     *
     * @throws BadInputException if a file or a template cannot be read
     */
    public static Optional<ChatTemplate> open(Path folder) throws IOException {
        Path configFile = folder.resolve("tokenizer_config.json");
        ObjectNode config =
                Files.exists(configFile) ? StrictJson.read(configFile) : new JsonMapper().createObjectNode();
        Map<String, String> sources = new HashMap<>();
        JsonNode stored = config.path("chat_template");
        if (stored.isTextual()) sources.put(DEFAULT, stored.asText());
        for (JsonNode named : stored.isArray() ? stored : List.<JsonNode>of())
            sources.put(named.path("name").asText(), named.path("template").asText());
        addFile(sources, DEFAULT, folder.resolve("chat_template.jinja"));
        addFile(sources, TOOL_USE, folder.resolve("additional_chat_templates").resolve("tool_use.jinja"));
        if (sources.isEmpty()) return Optional.empty();
        Map<String, Template> templates = new HashMap<>();
        try {
            sources.forEach((name, source) -> templates.put(name, Template.parse(folder + ": chat template", source)));
        } catch (TemplateException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        }
        return Optional.of(new ChatTemplate(templates, specialTokens(folder, config)));
    }

    private static void addFile(Map<String, String> sources, String name, Path file) throws IOException {
        if (!Files.exists(file)) return;
        try {
            sources.put(name, Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new BadInputException(file + ": is not UTF-8");
        }
    }

    /** As strings; older files hold them as objects with a {@code content}, or in a file of their own. */
    private static Map<String, String> specialTokens(Path folder, ObjectNode config) throws IOException {
        Path older = folder.resolve("special_tokens_map.json");
        List<ObjectNode> files = Files.exists(older) ? List.of(StrictJson.read(older), config) : List.of(config);
        Map<String, String> tokens = new HashMap<>();
        for (ObjectNode file : files)
            for (String name : SPECIAL_TOKENS) {
                JsonNode token = file.path(name).isObject() ? file.path(name).path("content") : file.path(name);
                if (token.isTextual()) tokens.put(name, token.asText());
            }
        return tokens;
    }

    /**
     * The text with which a conversation asks for the assistant's next turn.
     *
     * @throws BadInputException if the template refuses the conversation
     */
    public String prompt(List<Turn> turns) {
        List<Map<String, Object>> messages = turns.stream()
                .<Map<String, Object>>map(t -> Map.of("role", t.role(), "content", t.content()))
                .toList();
        return render(messages, null, true, Map.of());
    }

    /**
     * Renders a conversation.
     *
     * @param messages each with {@code role}, {@code content} and whatever else the template knows
     * @param tools JSON schemas of functions; null for none
     * @param addGenerationPrompt whether the assistant's turn is opened at the end
     * @param variables further ones, such as {@code enable_thinking}
     * @throws BadInputException if the template refuses the conversation
     */
    public String render(
            List<Map<String, Object>> messages,
            @Nullable List<Map<String, Object>> tools,
            boolean addGenerationPrompt,
            Map<String, Object> variables) {
        Map<String, @Nullable Object> all = new HashMap<>(specialTokens);
        all.put("messages", messages);
        all.put("tools", tools);
        all.put("documents", null);
        all.put("add_generation_prompt", addGenerationPrompt);
        all.putAll(variables);
        Template template = templates.get(tools != null && templates.containsKey(TOOL_USE) ? TOOL_USE : DEFAULT);
        if (template == null)
            throw new BadInputException(
                    "the model has the chat templates " + templates.keySet() + ", and none is the default");
        try {
            return template.render(all);
        } catch (TemplateException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        }
    }

    /** JSON as what templates take: maps, lists, strings, numbers, booleans and nulls. */
    public static List<Map<String, Object>> objects(JsonNode array) {
        return new JsonMapper().convertValue(array, new TypeReference<>() {});
    }
}
