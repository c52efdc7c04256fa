// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.lm.data.BadRows;
import dev.lox.lm.data.DataSet;
import dev.lox.lm.data.Example;
import dev.lox.lm.data.Examples;
import dev.lox.lm.data.Preference;
import dev.lox.lm.data.Preferences;
import dev.lox.lm.encode.EncodedRows;
import dev.lox.lm.encode.ExampleEncoder;
import dev.lox.lm.encode.LossScope;
import dev.lox.lm.encode.MaskedText;
import dev.lox.lm.encode.PairRow;
import dev.lox.lm.encode.PreferenceEncoder;
import dev.lox.lm.encode.TokenRow;
import dev.lox.lm.recipe.Objective;
import dev.lox.lm.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What a run learns from, as tokens, and what was found on the way to it. */
public sealed interface TrainingData {
    /** Layouts found, rows left out and why, in words. */
    List<String> notes();

    /** The first rows as people read them, with what is learned of them. */
    List<String> shown(int count, ModelText text);

    /** Rows of examples, those of safety among them. */
    record ExampleRows(List<TokenRow> rows, List<String> notes) implements TrainingData {
        @Override
        public List<String> shown(int count, ModelText text) {
            return rows.stream()
                    .limit(count)
                    .map(r -> MaskedText.of(r, text.tokenizer()))
                    .toList();
        }
    }

    /** Preference pairs, and rows for a supervised term where it has its own. */
    record PairRows(List<PairRow> rows, List<TokenRow> benign, List<String> notes) implements TrainingData {
        @Override
        public List<String> shown(int count, ModelText text) {
            return Stream.concat(
                            rows.stream().limit(count).map(r -> MaskedText.of(r, text.tokenizer())),
                            benign.stream().limit(count).map(r -> MaskedText.of(r, text.tokenizer())))
                    .toList();
        }
    }

    /**
     * Reads and encodes examples.
     *
     * @param safety files of safety rows, of which the recipe's share is mixed in; none if empty
     */
    static ExampleRows examples(Recipe recipe, ModelText text, List<Path> data, List<Path> safety, BadRows policy)
            throws IOException {
        Objective.Sft sft = (Objective.Sft) recipe.objective();
        LossScope scope = sft.loss() == Objective.Loss.FULL ? LossScope.FULL : LossScope.COMPLETION;
        List<String> notes = new ArrayList<>();
        List<TokenRow> main = encode(text, scope, data, policy, notes);
        if (safety.isEmpty()) return new ExampleRows(main, notes);
        List<TokenRow> safe = encode(text, scope, safety, policy, notes);
        SafeMix mix = SafeMix.of(main.size(), safe.size(), sft.safeShare());
        notes.add("mixed: " + mix.main() + " rows and " + mix.safe() + " safety rows");
        List<TokenRow> all = Arrays.stream(mix.rows())
                .mapToObj(r -> r < mix.main() ? main.get(r) : safe.get(r - mix.main()))
                .toList();
        return new ExampleRows(all, notes);
    }

    /**
     * Reads and encodes preference pairs.
     *
     * @param benign files of rows that the supervised term is taken over; none if empty
     */
    static PairRows pairs(ModelText text, List<Path> data, List<Path> benign, BadRows policy) throws IOException {
        List<String> notes = new ArrayList<>();
        DataSet<Preference> read = Preferences.read(data, policy);
        EncodedRows<PairRow> encoded = new PreferenceEncoder(text.settings()).encode(read.rows(), policy);
        note(data, read, encoded, notes);
        List<TokenRow> rows = benign.isEmpty() ? List.of() : encode(text, LossScope.COMPLETION, benign, policy, notes);
        return new PairRows(encoded.rows(), rows, notes);
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
        if (encoded.truncated() > 0) notes.add("cut at --max-length: " + encoded.truncated() + " rows");
        if (encoded.dropped() > 0)
            notes.add("nothing left to learn within --max-length: " + encoded.dropped() + " rows");
    }
}
