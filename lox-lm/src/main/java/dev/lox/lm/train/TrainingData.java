// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.base.InvalidInputException;
import dev.lox.lm.data.BadRows;
import dev.lox.lm.data.DataSet;
import dev.lox.lm.data.Example;
import dev.lox.lm.data.Examples;
import dev.lox.lm.data.Preference;
import dev.lox.lm.data.Preferences;
import dev.lox.lm.recipe.Objective;
import dev.lox.lm.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Encoded training rows.
 *
 * @since 0.1
 */
public abstract sealed class TrainingData permits ExampleRows, PairRows {
    private static final int PREVIEWED = 3;

    private final List<String> notes;
    private final List<String> preview;

    TrainingData(List<String> notes, List<String> preview) {
        this.notes = List.copyOf(notes);
        this.preview = List.copyOf(preview);
    }

    /** Computes the reference model's log-probabilities of pairs; empty if it was stopped. */
    interface Reference {
        Optional<List<ReferencePair>> of(List<PairRow> pairs) throws IOException;
    }

    /** Notes for the user: layouts found, rows left out and why. */
    public List<String> notes() {
        return notes;
    }

    /** The first rows as text, special tokens included, with ⟦…⟧ around the target tokens. */
    public List<String> preview() {
        return preview;
    }

    /** The number of rows in an epoch. */
    public abstract int size();

    /** SHA-256 of all tokens and targets. */
    abstract String digest();

    /** The training objective; empty if the reference model was stopped. */
    abstract Optional<Task> task(Recipe recipe, Reference reference) throws IOException;

    /**
     * Reads data files and encodes them for a model, without loading weights.
     *
     * @param model the model's folder
     * @param data examples or, for a preference recipe, pairs
     * @param more safety rows, mixed in by the recipe's share, or for a preference recipe rows for a supervised term on
     * benign replies; may be empty
     * @throws InvalidInputException if model, recipe and data do not fit, or no row is left
     */
    public static TrainingData read(Path model, Recipe recipe, List<Path> data, List<Path> more, BadRows policy)
            throws IOException {
        if (recipe.objective() instanceof Objective.Dpo dpo && dpo.needsBenignRows() == more.isEmpty())
            throw new InvalidInputException(
                    more.isEmpty()
                            ? "the recipe's sft_on benign needs rows for the supervised term"
                            : "rows for a supervised term have no effect without sft_on benign in the recipe");
        try (ModelText text = ModelText.open(model, recipe)) {
            return recipe.objective() instanceof Objective.Sft sft
                    ? examples(sft, text, data, more, policy)
                    : pairs(text, data, more, policy);
        }
    }

    static ExampleRows examples(Objective.Sft sft, ModelText text, List<Path> data, List<Path> safety, BadRows policy)
            throws IOException {
        LossScope scope = sft.loss() == Objective.Loss.FULL ? LossScope.FULL : LossScope.COMPLETION;
        List<String> notes = new ArrayList<>();
        List<TokenRow> rows = encode(text, scope, data, policy, notes);
        if (!safety.isEmpty()) {
            List<TokenRow> main = rows;
            List<TokenRow> safe = encode(text, scope, safety, policy, notes);
            SafeMix mix = SafeMix.of(main.size(), safe.size(), sft.safeShare());
            notes.add("mixed: " + mix.main() + " rows and " + mix.safe() + " safety rows");
            rows = Arrays.stream(mix.rows())
                    .mapToObj(r -> r < mix.main() ? main.get(r) : safe.get(r - mix.main()))
                    .toList();
        }
        return new ExampleRows(rows, notes, preview(text, rows).toList());
    }

    private static PairRows pairs(ModelText text, List<Path> data, List<Path> benign, BadRows policy)
            throws IOException {
        List<String> notes = new ArrayList<>();
        DataSet<Preference> read = Preferences.read(data, policy);
        EncodedRows<PairRow> encoded = new PreferenceEncoder(text.settings()).encode(read.rows(), policy);
        note(data, read, encoded, notes);
        List<TokenRow> rows = benign.isEmpty() ? List.of() : encode(text, LossScope.COMPLETION, benign, policy, notes);
        Stream<String> pairs = encoded.rows().stream().limit(PREVIEWED).map(r -> MaskedText.of(r, text.tokenizer()));
        return new PairRows(
                encoded.rows(),
                rows,
                notes,
                Stream.concat(pairs, preview(text, rows)).toList());
    }

    private static Stream<String> preview(ModelText text, List<TokenRow> rows) {
        return rows.stream().limit(PREVIEWED).map(r -> MaskedText.of(r, text.tokenizer()));
    }

    private static List<TokenRow> encode(
            ModelText text, LossScope scope, List<Path> files, BadRows policy, List<String> notes) throws IOException {
        DataSet<Example> read = Examples.read(files, policy);
        EncodedRows<TokenRow> encoded = new ExampleEncoder(text.settings(), scope).encode(read.rows(), policy);
        note(files, read, encoded, notes);
        return encoded.rows();
    }

    private static void note(List<Path> files, DataSet<?> read, EncodedRows<?> encoded, List<String> notes) {
        String where = files.size() == 1 ? files.get(0).toString() : files.size() + " files";
        read.layouts().forEach((layout, count) -> notes.add(where + ": " + count + " rows, " + layout));
        List<String> skipped = Stream.concat(read.skipped().stream(), encoded.skipped().stream())
                .toList();
        if (!skipped.isEmpty()) notes.add("skipped " + skipped.size() + " rows, the first: " + skipped.get(0));
        if (encoded.truncated() > 0) notes.add("cut at max_length: " + encoded.truncated() + " rows");
        if (encoded.dropped() > 0) notes.add("nothing left to learn within max_length: " + encoded.dropped() + " rows");
    }
}
