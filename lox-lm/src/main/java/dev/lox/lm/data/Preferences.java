// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import dev.lox.checkpoint.BadInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The preference pairs of data files, found by the layout of their rows. */
public final class Preferences {
    private Preferences() {}

    /**
     * Reads all rows.
     *
     * @throws BadInputException naming the rows that do not fit, if they are not to be skipped, and the files that cannot
     *     be read; or if no row is left
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
