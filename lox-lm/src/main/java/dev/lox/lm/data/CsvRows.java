// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Comma-separated values (RFC 4180) with a header; a single column may lack one. */
final class CsvRows implements RowSource {
    private static final CsvFactory FACTORY = CsvFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(TextInput.MAX_ROW)
                    .build())
            .build();

    private final Path file;
    private final TextInput in;
    private @Nullable CsvParser parser;
    private List<String> header = List.of();
    private @Nullable List<String> pending;
    private long line = 1;
    private long nextLine = 1;
    private boolean intact = true;

    private CsvRows(Path file, TextInput in) {
        this.file = file;
        this.in = in;
    }

    static CsvRows open(Path file) throws IOException {
        CsvRows rows = new CsvRows(file, TextInput.open(file));
        try {
            rows.readHeader();
            return rows;
        } catch (InvalidInputException | IOException e) {
            rows.close();
            throw e;
        }
    }

    private void readHeader() throws IOException {
        List<String> first = read();
        if (first == null) return;
        if (first.size() == 1 && !PromptLayout.isColumn(first.get(0))) {
            header = List.of("text");
            pending = first;
            return;
        }
        Set<String> names = new HashSet<>();
        for (String name : first)
            if (!names.add(name)) throw bad("two columns are named " + ForeignText.printable(name));
        header = first;
    }

    @Override
    public @Nullable Row next() throws IOException {
        List<String> cells = pending == null ? read() : pending;
        pending = null;
        if (cells == null) return null;
        if (cells.size() != header.size())
            throw bad("has " + cells.size() + " cells, expected " + header.size() + " as in the header");
        ObjectNode fields = RowJson.MAPPER.createObjectNode();
        for (int i = 0; i < cells.size(); i++) fields.put(header.get(i), cells.get(i));
        return new Row(file, Row.Unit.LINE, line, fields);
    }

    private @Nullable List<String> read() throws IOException {
        try {
            if (parser == null) parser = FACTORY.createParser(in);
            while (true) {
                line = nextLine;
                in.startRow();
                if (parser.nextToken() == null) return null;
                List<String> cells = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) cells.add(parser.getText());
                nextLine += 1 + cells.stream().mapToLong(CsvRows::lineBreaks).sum();
                if (cells.size() != 1 || !cells.get(0).isEmpty()) return cells;
            }
        } catch (JsonProcessingException e) {
            intact = false;
            throw bad("is not valid CSV (" + ForeignText.printable(e.getOriginalMessage()) + ")");
        } catch (IOException e) {
            intact = false;
            String problem = TextInput.problem(e);
            if (problem == null) throw e;
            throw bad(problem);
        }
    }

    /** Counts lines as editors do, so that the user finds the place. */
    private static long lineBreaks(String cell) {
        return cell.chars().filter(c -> c == '\n').count();
    }

    @Override
    public boolean intact() {
        return intact;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private InvalidInputException bad(String problem) {
        return new InvalidInputException(Row.where(file, Row.Unit.LINE, line) + ": " + problem);
    }
}
