// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads preference pairs from data files. The layout of each row is detected. */
public final class Preferences {
    private Preferences() {}

    /**
     * Reads all rows.
     *
     * @throws InvalidInputException if rows do not fit and are refused, if a file cannot be read, or if no row is left
     */
    public static DataSet<Preference> read(List<Path> files, BadRows policy) throws IOException {
        return DataSetReader.read(new Kind(), files, policy);
    }

    private static final class Kind implements RowKind<Preference> {
        @Override
        public Fitted<Preference> fit(Cells cells) {
            if (isOther(cells)) throw cells.bad("holds examples, not preference pairs; use lox finetune");
            if (!PreferenceLayout.isPair(cells)) throw cells.unknown("a preference pair", PreferenceLayout.known());
            PreferenceLayout layout = PreferenceLayout.of(cells);
            return new Fitted<>(layout.printed(), layout.preference(cells));
        }

        @Override
        public boolean isOther(Cells cells) {
            return !PreferenceLayout.isPair(cells) && ExampleLayout.of(cells).isPresent();
        }
    }
}
