// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import dev.lox.base.InvalidInputException;
import dev.lox.lm.data.RowKind.Fitted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads several data files as one data set and collects their problems. */
final class DataSetReader<T> {
    /** Rows are held in memory. A compressed file can claim any number of them. */
    private static final int MOST_ROWS = 10_000_000;

    private final RowKind<T> kind;
    private final BadRows policy;
    private final List<T> values = new ArrayList<>();
    private final Map<String, Integer> layouts = new LinkedHashMap<>();
    private final List<String> skipped = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private int read;

    private DataSetReader(RowKind<T> kind, BadRows policy) {
        this.kind = kind;
        this.policy = policy;
    }

    static <T> DataSet<T> read(RowKind<T> kind, List<Path> files, BadRows policy) throws IOException {
        if (files.isEmpty()) throw new IllegalArgumentException("no files");
        DataSetReader<T> reader = new DataSetReader<>(kind, policy);
        for (Path file : files) reader.add(file);
        return reader.dataSet(files);
    }

    private void add(Path file) throws IOException {
        try (Rows rows = Rows.open(file)) {
            if (!add(rows)) throw new InvalidInputException(file + ": holds no rows");
        } catch (InvalidInputException e) {
            // The file itself is broken, so there are no further rows to read.
            refused.addAll(e.problems());
        }
    }

    /** Returns whether the file had any rows. */
    private boolean add(Rows rows) throws IOException {
        for (boolean any = false; ; any = true) {
            if (++read > MOST_ROWS)
                throw new InvalidInputException("the data files have over " + MOST_ROWS + " rows; split them");
            try {
                Row row = rows.next();
                if (row == null) return any;
                if (!add(new Cells(row))) return true;
            } catch (InvalidInputException e) {
                if (!rows.intact()) throw e;
                complain(e);
            }
        }
    }

    /** Returns whether it makes sense to read further rows of the file. */
    private boolean add(Cells cells) {
        try {
            Fitted<T> fitted = kind.fit(cells);
            values.add(fitted.value());
            layouts.merge(fitted.layout(), 1, Integer::sum);
            return true;
        } catch (InvalidInputException e) {
            complain(e);
            return policy == BadRows.SKIP || !kind.isOther(cells);
        }
    }

    private void complain(InvalidInputException e) {
        (policy == BadRows.SKIP ? skipped : refused).addAll(e.problems());
    }

    private DataSet<T> dataSet(List<Path> files) {
        BadRows.REFUSE.settle(refused);
        if (values.isEmpty())
            throw new InvalidInputException(files.get(0) + (files.size() > 1 ? " and others" : "") + ": no row fits; "
                    + skipped.size() + " were skipped, the first of them " + skipped.get(0));
        return new DataSet<>(values, layouts, skipped);
    }
}
