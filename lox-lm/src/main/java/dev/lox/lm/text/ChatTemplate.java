// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.InvalidInputException;
import dev.lox.base.StrictJson;
import dev.lox.jinja.Template;
import dev.lox.jinja.TemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A model's chat template. Renders conversations as {@code apply_chat_template} of transformers does. */
public final class ChatTemplate {
    private static final String TOOL_USE = "tool_use";
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Shows where a template puts the end of the reply. It ends with a space, to show whether that is stripped. */
    private static final String MARK = "\ue000END-OF-PREFILL\ue000 ";

    private static final List<String> REASONING = List.of("reasoning_content", "thinking", "reasoning");

    private final Path folder;
    private final Map<String, Template> templates;
    private final Map<String, String> specialTokens;

    private ChatTemplate(Path folder, Map<String, Template> templates, Map<String, String> specialTokens) {
        this.folder = folder;
        this.templates = templates;
        this.specialTokens = specialTokens;
    }

    /**
     * The chat template of a model folder, if it has one.
     *
     * @throws InvalidInputException if the folder's template is not usable
     */
    public static Optional<ChatTemplate> open(Path folder) throws IOException {
        Path config = folder.resolve("tokenizer_config.json");
        ObjectNode json = Files.exists(config) ? StrictJson.read(config) : JsonNodeFactory.instance.objectNode();
        Map<String, TemplateSources.Source> sources = TemplateSources.find(folder, config, json);
        if (sources.isEmpty()) return Optional.empty();
        Map<String, Template> templates = new LinkedHashMap<>();
        for (String name : List.of(TemplateSources.DEFAULT, TOOL_USE)) {
            TemplateSources.Source source = sources.get(name);
            if (source != null) templates.put(name, parse(source));
        }
        if (templates.isEmpty())
            throw new InvalidInputException(folder + ": has chat templates " + String.join(", ", sources.keySet())
                    + ", expected one named default");
        return Optional.of(new ChatTemplate(folder, templates, SpecialTokens.read(folder, config, json)));
    }

    private static Template parse(TemplateSources.Source source) {
        try {
            return Template.parse(source.where(), source.text());
        } catch (TemplateException e) {
            throw new InvalidInputException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Renders a conversation up to the opening of the assistant's next turn.
     *
     * @throws InvalidInputException if the template refuses the conversation
     */
    public String prompt(List<Turn> turns) {
        return render(
                turns.stream()
                        .map(turn -> Message.of(turn.role(), turn.content()))
                        .toList(),
                ChatOptions.PROMPT);
    }

    /**
     * Renders a conversation up to where the assistant goes on: the opening of its turn, or the end of its
     * prefill (transformers' {@code continue_final_message}).
     *
     * @throws InvalidInputException if the template refuses the conversation, or does not render the prefill as it is
     */
    public String opening(Request request) {
        String prefill = request.prefill();
        if (prefill.isEmpty()) return prompt(request.turns());
        Stream<Message> asked = request.turns().stream().map(turn -> Message.of(turn.role(), turn.content()));
        String rendered = render(
                Stream.concat(asked, Stream.of(Message.of(Turn.ASSISTANT, prefill + MARK)))
                        .toList(),
                ChatOptions.PLAIN);
        int end = rendered.lastIndexOf(MARK.strip());
        if (end < 0 || !rendered.contains(prefill.strip()))
            throw new InvalidInputException(
                    folder + ": the chat template changes the beginning of the reply, so it cannot be continued");
        String before = rendered.substring(0, end);
        // A template that strips the reply would have stripped the prefill's last space too.
        return rendered.startsWith(MARK, end) ? before : before.stripTrailing();
    }

    /**
     * Renders a conversation, special tokens included.
     *
     * @throws InvalidInputException if the template refuses the conversation, with the {@link TemplateException} as cause
     */
    public String render(List<Message> messages, ChatOptions options) {
        return render(messages, options, Clock.system(ZoneId.systemDefault()));
    }

    String render(List<Message> messages, ChatOptions options, Clock clock) {
        if (messages.isEmpty()) throw new IllegalArgumentException("a conversation needs a message");
        Map<String, @Nullable Object> variables = new LinkedHashMap<>(specialTokens);
        variables.put("documents", null);
        options.variables().forEach((name, value) -> variables.put(name, plain(value)));
        variables.put("messages", messages.stream().map(ChatTemplate::fields).toList());
        variables.put("tools", options.tools().isEmpty() ? null : plain(JSON.valueToTree(options.tools())));
        variables.put("add_generation_prompt", options.addGenerationPrompt());
        try {
            return chosen(!options.tools().isEmpty()).render(variables, clock);
        } catch (TemplateException e) {
            throw new InvalidInputException(String.valueOf(e.getMessage()), e);
        }
    }

    private Template chosen(boolean tools) {
        Template forTools = templates.get(TOOL_USE);
        if (tools && forTools != null) return forTools;
        Template template = templates.get(TemplateSources.DEFAULT);
        if (template == null)
            throw new InvalidInputException(
                    folder + ": has a chat template for tools alone, expected one named default");
        return template;
    }

    private static @Nullable Object plain(JsonNode node) {
        return JSON.convertValue(node, Object.class);
    }

    /**
     * The fields as transformers passes them: without nulls, on which many templates fail, and with reasoning under each
     * name that templates read.
     */
    private static Map<String, Object> fields(Message message) {
        ObjectNode given = message.fields();
        given.properties().removeIf(field -> field.getValue().isNull());
        Map<String, Object> fields = JSON.convertValue(given, new TypeReference<Map<String, Object>>() {});
        Optional<Object> reasoning = REASONING.stream()
                .flatMap(name -> Stream.ofNullable(fields.get(name)))
                .findFirst();
        if (reasoning.isEmpty()) return fields;
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("thinking", reasoning.get());
        all.putAll(fields);
        all.put("reasoning_content", reasoning.get());
        return all;
    }
}
