// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import dev.lox.base.StrictJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A model's tokenizer, as its {@code tokenizer.json} has it. Ids and texts are those of transformers' AutoTokenizer.
 *
 * <p>Nothing is ever truncated or padded, even where the file asks for it. Safe for use by many threads.
 */
public final class Tokenizer implements AutoCloseable {
    private static final String FILE = "tokenizer.json";
    // What a model may come with instead: SentencePiece, tiktoken, and the parts of older fast tokenizers.
    private static final List<String> LEGACY =
            List.of("tokenizer.model", "spiece.model", "tekken.json", "vocab.json", "vocab.txt");
    // The largest one known has 33 MB. The native library takes ten times the memory of the file.
    private static final long MAX_BYTES = 128L << 20;

    private final Path file;
    private final NativeTokenizer natively;
    private final Vocabulary vocabulary;
    private final TokenizerCheck limits;
    private final boolean tidies;

    private Tokenizer(
            Path file, NativeTokenizer natively, Vocabulary vocabulary, TokenizerCheck limits, boolean tidies) {
        this.file = file;
        this.natively = natively;
        this.vocabulary = vocabulary;
        this.limits = limits;
        this.tidies = tidies;
    }

    /** Reads {@code tokenizer.json} and, where there is one, {@code tokenizer_config.json}. */
    public static Tokenizer open(Path modelFolder) throws IOException {
        Path file = modelFolder.resolve(FILE);
        if (!Files.isRegularFile(file)) throw new InvalidInputException(missing(modelFolder));
        if (Files.size(file) > MAX_BYTES)
            throw new InvalidInputException(
                    file + ": has " + Files.size(file) + " bytes, expected at most " + MAX_BYTES);
        NativeTokenizer.load();
        try {
            String json = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            StrictSyntax.check(json);
            TokenizerCheck limits = TokenizerCheck.of(file.toString(), json);
            Vocabulary vocabulary = new Vocabulary(file.toString(), json);
            boolean tidies = tidies(modelFolder, vocabulary);
            return new Tokenizer(file, NativeTokenizer.open(json), vocabulary, limits, tidies);
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(file + ": is not valid UTF-8");
        } catch (JsonProcessingException e) {
            throw notATokenizer(file, e.getOriginalMessage());
        } catch (InvalidInputException e) {
            throw e;
        } catch (RuntimeException e) {
            throw notATokenizer(file, e.getMessage());
        }
    }

    private static InvalidInputException notATokenizer(Path file, @Nullable String why) {
        return new InvalidInputException(file + ": is not a tokenizer (" + ForeignText.printable(why) + ")");
    }

    private static String missing(Path folder) {
        for (String legacy : LEGACY)
            if (Files.exists(folder.resolve(legacy)))
                return folder + ": has " + legacy + " but no " + FILE
                        + "; write one with transformers: AutoTokenizer.from_pretrained(folder).save_pretrained(folder)";
        return folder + ": has no " + FILE;
    }

    /** As transformers has it: never for byte-pair encoding, whose spaces are the text's own, unless forced. */
    private static boolean tidies(Path folder, Vocabulary vocabulary) throws IOException {
        Path file = folder.resolve("tokenizer_config.json");
        if (!Files.isRegularFile(file)) return false;
        JsonNode config = StrictJson.read(file);
        return config.path("clean_up_tokenization_spaces").asBoolean(false)
                && (!vocabulary.hasMerges()
                        || config.path("clean_up_tokenization_spaces_for_bpe_even_though_it_will_corrupt_output")
                                .asBoolean(false));
    }

    /**
     * The ids of {@code text}. Special tokens that stand in the text are recognised either way.
     *
     * @param addSpecialTokens whether the model's own beginning and end, if it has them, are put around it
     */
    public int[] encode(String text, boolean addSpecialTokens) {
        limits.encoding().check(file.toString(), text);
        try {
            return natively.encode(text, addSpecialTokens);
        } catch (IllegalStateException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new InvalidInputException(file + ": cannot encode (" + ForeignText.printable(e.getMessage()) + ")");
        }
    }

    /** The text of ids; those that no token has are left out, as transformers leaves them out. */
    public String decode(int[] ids, boolean skipSpecialTokens) {
        long length = Arrays.stream(ids)
                .mapToObj(vocabulary::token)
                .mapToLong(t -> t == null ? 0 : t.length())
                .sum();
        if (length > limits.decoding())
            throw new InvalidInputException(file + ": cannot decode (the tokens have " + length
                    + " characters, this tokenizer takes at most " + limits.decoding() + ")");
        String text = natively.decode(ids, skipSpecialTokens);
        return tidies ? Tidying.of(text) : text;
    }

    /** Decodes ids that arrive one by one. */
    public TokenStream stream(boolean skipSpecialTokens) {
        return new TokenStream(this, skipSpecialTokens);
    }

    /** The largest id and one, added tokens included; a model's embedding may have more rows. */
    public int vocabularySize() {
        return vocabulary.size();
    }

    /** The id of the token that is spelled so in {@code tokenizer.json}. */
    public OptionalInt id(String token) {
        Integer id = vocabulary.id(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** The token as {@code tokenizer.json} spells it. */
    public String token(int id) {
        String token = vocabulary.token(id);
        if (token == null) throw new IllegalArgumentException("no token has id " + id);
        return token;
    }

    /** Whether decoding can leave this id out as a special token. */
    public boolean isSpecial(int id) {
        return vocabulary.isSpecial(id);
    }

    @Override
    public void close() {
        natively.close();
    }

    boolean knows(int id) {
        return vocabulary.token(id) != null;
    }

    boolean tidies() {
        return tidies;
    }
}
