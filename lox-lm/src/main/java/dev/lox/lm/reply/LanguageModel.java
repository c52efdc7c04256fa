// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.reply;

import dev.lox.base.InvalidInputException;
import dev.lox.lm.config.ModelConfig;
import dev.lox.lm.data.Prompt;
import dev.lox.lm.generate.EndTokens;
import dev.lox.lm.model.CausalLm;
import dev.lox.lm.model.LoadOptions;
import dev.lox.lm.model.WeightedSum;
import dev.lox.lm.text.ChatTemplate;
import dev.lox.lm.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A loaded model with its tokenizer and chat template: text in, text out. */
public final class LanguageModel implements AutoCloseable {
    private final CausalLm lm;
    private final Tokenizer tokenizer;
    private final Optional<ChatTemplate> template;
    private final Set<Integer> endTokens;

    private LanguageModel(CausalLm lm, Tokenizer tokenizer, Optional<ChatTemplate> template, Set<Integer> endTokens) {
        this.lm = lm;
        this.tokenizer = tokenizer;
        this.template = template;
        this.endTokens = endTokens;
    }

    /**
     * Loads a model folder, in float32 on the CPU.
     *
     * @throws InvalidInputException if a part is missing or wrong
     * @since 0.1
     */
    public static LanguageModel open(Path folder) throws IOException {
        return open(folder, LoadOptions.DEFAULT);
    }

    /**
     * Loads a model folder; small files are read and checked before the weights.
     *
     * @throws InvalidInputException if a part is missing or wrong, or if the tokenizer has tokens that the model lacks
     */
    public static LanguageModel open(Path folder, LoadOptions options) throws IOException {
        return open(WeightedSum.of(folder), options);
    }

    /** Loads a weighted sum of models, with the tokenizer and template of the first. */
    public static LanguageModel open(WeightedSum blend, LoadOptions options) throws IOException {
        Path folder = blend.folder();
        ModelConfig config = CausalLm.config(folder);
        Set<Integer> endTokens = EndTokens.of(folder);
        Optional<ChatTemplate> template = ChatTemplate.open(folder);
        Tokenizer tokenizer = Tokenizer.open(folder);
        try {
            check(folder, tokenizer, endTokens, config.vocabularySize());
            return new LanguageModel(CausalLm.load(blend, options), tokenizer, template, endTokens);
        } catch (Throwable e) {
            tokenizer.close();
            throw e;
        }
    }

    private static void check(Path folder, Tokenizer tokenizer, Set<Integer> endTokens, int vocabulary) {
        // Some tokenizers have special tokens that only a larger model of the family uses; prompts rarely contain them.
        for (int id = vocabulary; id < tokenizer.vocabularySize(); id++)
            if (!tokenizer.isSpecial(id))
                throw new InvalidInputException(folder + ": the tokenizer has ids up to "
                        + (tokenizer.vocabularySize() - 1) + ", the model's embedding has " + vocabulary
                        + " rows; they are not of the same model");
        for (int token : endTokens)
            if (token >= vocabulary)
                throw new InvalidInputException(
                        folder + ": eos_token_id " + token + " is not in the vocabulary of " + vocabulary);
    }

    public CausalLm lm() {
        return lm;
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** The model's chat template; most base models have none. */
    public Optional<ChatTemplate> template() {
        return template;
    }

    public Set<Integer> endTokens() {
        return endTokens;
    }

    /** The format to use if none is asked for: the model's chat template, or {@code fallback} if it has none. */
    public FormatName ownFormat(FormatName fallback) {
        return template.isPresent() ? FormatName.CHAT : fallback;
    }

    /**
     * Replies to prompts, in their order.
     *
     * @throws InvalidInputException naming every prompt that does not fit the format or the context
     * @since 0.1
     */
    public List<Reply> generate(List<Prompt> prompts, FormatName format, ReplySettings settings) {
        List<Reply> replies = new ArrayList<>();
        new BatchGenerator(this, format, settings, prompts).answer(0, replies::add, (done, total, tokens) -> {});
        return replies;
    }

    /**
     * The greedy reply to one text, asked in the model's own format.
     *
     * @since 0.1
     */
    public String ask(String text, int maxNewTokens) {
        List<Prompt> prompts = List.of(Prompt.of("0", text));
        return generate(prompts, ownFormat(FormatName.RAW), ReplySettings.greedy(maxNewTokens))
                .get(0)
                .reply();
    }

    /** The tokens that end a reply with these stop texts. */
    public Set<Integer> endTokens(List<String> stops) {
        // Special tokens are not part of a reply's text, so stop texts that are special tokens are matched by id.
        Set<Integer> ends = new HashSet<>(endTokens);
        for (String stop : stops) {
            OptionalInt id = tokenizer.id(stop);
            if (id.isPresent() && tokenizer.isSpecial(id.getAsInt())) ends.add(id.getAsInt());
        }
        return ends;
    }

    /** Collects the text of a reply while it is generated. */
    public ReplyText reply(List<String> stops) {
        return new ReplyText(tokenizer, endTokens(stops), stops);
    }

    @Override
    public void close() {
        lm.close();
        tokenizer.close();
    }
}
