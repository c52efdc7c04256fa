// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Values separated by commas (RFC 4180) or tabs, with a header; a single column may lack one. A file that is separated by
 * semicolons or tabs, against its name, is known by its header.
 */
final class CsvRows implements RowSource {
    private static final CsvFactory FACTORY = CsvFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(TextInput.MAX_ROW)
                    .build())
            .build();

    private static final int LONGEST_HEADER = 1 << 16;

    private final Path file;
    private final TextInput in;
    private @Nullable CsvParser parser;
    private List<String> header = List.of();
    private @Nullable List<String> pending;
    private long line = 1;
    private long nextLine = 1;
    private boolean intact = true;

    private final char delimiter;

    private CsvRows(Path file, TextInput in, char delimiter) {
        this.file = file;
        this.in = in;
        this.delimiter = delimiter;
    }

    /** @param usual the separator that the file's name speaks of */
    static CsvRows open(Path file, char usual) throws IOException {
        CsvRows rows = new CsvRows(file, TextInput.open(file), delimiter(file).orElse(usual));
        try {
            rows.readHeader();
            return rows;
        } catch (InvalidInputException | IOException e) {
            rows.close();
            throw e;
        }
    }

    /** What separates the columns of a first line that names one a prompt may be in; empty if it is no such header. */
    private static Optional<Character> delimiter(Path file) throws IOException {
        StringBuilder line = new StringBuilder();
        try (TextInput in = TextInput.open(file)) {
            for (int c = in.read(); c >= 0 && c != '\n' && line.length() < LONGEST_HEADER; c = in.read())
                line.append((char) c);
        } catch (CharacterCodingException | ZipException | EOFException e) {
            // The reader will report what is wrong, and where.
            return Optional.empty();
        }
        for (char c : new char[] {',', ';', '\t'}) {
            String[] names = line.toString().split(Pattern.quote(String.valueOf(c)), -1);
            if (names.length > 1
                    && Arrays.stream(names).anyMatch(n -> PromptLayout.isColumn(n.replaceAll("^\\s*\"|\"\\s*$", ""))))
                return Optional.of(c);
        }
        return Optional.empty();
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
            if (parser == null) {
                parser = FACTORY.createParser(in);
                parser.setSchema(CsvSchema.emptySchema().withColumnSeparator(delimiter));
            }
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
