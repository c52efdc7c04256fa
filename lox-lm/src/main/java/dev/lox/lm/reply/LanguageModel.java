// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.reply;

import dev.lox.checkpoint.BadInputException;
import dev.lox.lm.generate.EndTokens;
import dev.lox.lm.model.Blend;
import dev.lox.lm.model.CausalLm;
import dev.lox.lm.model.LoadOptions;
import dev.lox.lm.model.ModelConfig;
import dev.lox.lm.text.ChatTemplate;
import dev.lox.lm.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A model with what turns text into its tokens and back. */
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
     * Opens a model folder; what is small is read and checked before the weights are.
     *
     * @throws BadInputException if a part is missing or wrong, or if the tokenizer has tokens the model has not
     */
    public static LanguageModel open(Path folder, LoadOptions options) throws IOException {
        return open(Blend.of(folder), options);
    }

    /** Opens what several models add up to, with the first one's tokenizer and template. */
    public static LanguageModel open(Blend blend, LoadOptions options) throws IOException {
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
        // Some tokenizers have special tokens that only a larger sibling of the model uses; a prompt seldom holds them.
        for (int id = vocabulary; id < tokenizer.vocabularySize(); id++)
            if (!tokenizer.isSpecial(id))
                throw new BadInputException(folder + ": the tokenizer has ids up to " + (tokenizer.vocabularySize() - 1)
                        + ", the model's embedding has " + vocabulary + " rows; they are not of the same model");
        for (int token : endTokens)
            if (token >= vocabulary)
                throw new BadInputException(
                        folder + ": eos_token_id " + token + " is not in the vocabulary of " + vocabulary);
    }

    public CausalLm lm() {
        return lm;
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** The model's own prompt format; none for most base models. */
    public Optional<ChatTemplate> template() {
        return template;
    }

    public Set<Integer> endTokens() {
        return endTokens;
    }

    /** The tokens that end a reply with these stop texts. */
    public Set<Integer> endTokens(List<String> stops) {
        // Special tokens are no part of a reply's text, so as stop texts they have to be known by their ids.
        Set<Integer> ends = new HashSet<>(endTokens);
        for (String stop : stops) {
            OptionalInt id = tokenizer.id(stop);
            if (id.isPresent() && tokenizer.isSpecial(id.getAsInt())) ends.add(id.getAsInt());
        }
        return ends;
    }

    /** The text of a reply that is about to be given. */
    public ReplyText reply(List<String> stops) {
        return new ReplyText(tokenizer, endTokens(stops), stops);
    }

    @Override
    public void close() {
        lm.close();
        tokenizer.close();
    }
}
