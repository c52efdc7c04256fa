// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import dev.lox.checkpoint.BadInputException;
import dev.lox.lm.data.RowKind.Fitted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads files of rows as one data set and collects what is wrong with them. */
final class DataSetReader<T> {
    private final RowKind<T> kind;
    private final BadRows policy;
    private final List<T> values = new ArrayList<>();
    private final Map<String, Integer> layouts = new LinkedHashMap<>();
    private final List<String> skipped = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();

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
            if (!add(rows)) throw new BadInputException(file + ": holds no rows");
        } catch (BadInputException e) {
            // Of the file, not of a row: there is nothing behind it to go on with.
            refused.addAll(e.complaints());
        }
    }

    /** Whether there were any. */
    private boolean add(Rows rows) throws IOException {
        for (boolean any = false; ; any = true) {
            try {
                Row row = rows.next();
                if (row == null) return any;
                if (!add(new Cells(row))) return true;
            } catch (BadInputException e) {
                if (!rows.intact()) throw e;
                complain(e);
            }
        }
    }

    /** Whether the file is worth reading on. */
    private boolean add(Cells cells) {
        try {
            Fitted<T> fitted = kind.fit(cells);
            values.add(fitted.value());
            layouts.merge(fitted.layout(), 1, Integer::sum);
            return true;
        } catch (BadInputException e) {
            complain(e);
            return policy == BadRows.SKIP || !kind.isOther(cells);
        }
    }

    private void complain(BadInputException e) {
        (policy == BadRows.SKIP ? skipped : refused).addAll(e.complaints());
    }

    private DataSet<T> dataSet(List<Path> files) {
        BadRows.REFUSE.settle(refused);
        if (values.isEmpty())
            throw new BadInputException(files.get(0) + (files.size() > 1 ? " and others" : "") + ": no row fits; "
                    + skipped.size() + " were skipped, the first of them " + skipped.get(0));
        return new DataSet<>(values, layouts, skipped);
    }
}
