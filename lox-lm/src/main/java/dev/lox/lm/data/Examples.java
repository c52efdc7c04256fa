// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads training examples from data files. The layout of each row is detected. */
public final class Examples {
    private Examples() {}

    /**
     * Reads all rows.
     *
     * @throws InvalidInputException if rows do not fit and are refused, if a file cannot be read, or if no row is left
     */
    public static DataSet<Example> read(List<Path> files, BadRows policy) throws IOException {
        return DataSetReader.read(new Kind(), files, policy);
    }

    private static final class Kind implements RowKind<Example> {
        @Override
        public Fitted<Example> fit(Cells cells) {
            if (isOther(cells)) throw cells.bad("holds preference pairs; use lox align");
            for (String label : List.of("label", "kto_tag"))
                if (cells.get(label).asText().equalsIgnoreCase("false"))
                    throw cells.bad(label + " is false: the reply is a bad example, which is not to be learned");
            ExampleLayout layout =
                    ExampleLayout.of(cells).orElseThrow(() -> cells.unknown("an example", ExampleLayout.known()));
            return new Fitted<>(layout.printed(), layout.example(cells));
        }

        @Override
        public boolean isOther(Cells cells) {
            return PreferenceLayout.isPair(cells);
        }
    }
}
