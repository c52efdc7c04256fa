// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import dev.lox.lm.data.TextInput.BadText;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One row per line; blank lines are skipped. */
final class LineRows implements RowSource {
    private static final ObjectReader JSON =
            RowJson.MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Path file;
    private final Parser parser;
    private final TextInput in;
    private final BufferedReader lines;
    private long line;
    private boolean intact = true;

    private interface Parser {
        ObjectNode parse(String line) throws IOException;
    }

    private LineRows(Path file, Parser parser) throws IOException {
        this.file = file;
        this.parser = parser;
        in = TextInput.open(file);
        lines = new BufferedReader(in);
    }

    static LineRows ofJson(Path file) throws IOException {
        return new LineRows(file, line -> RowJson.row(JSON.readTree(line), null));
    }

    static LineRows ofText(Path file) throws IOException {
        return new LineRows(file, line -> RowJson.MAPPER.createObjectNode().put("text", line));
    }

    @Override
    public @Nullable Row next() throws IOException {
        String text = read();
        if (text == null) return null;
        try {
            return new Row(file, Row.Unit.LINE, line, parser.parse(text));
        } catch (JsonProcessingException e) {
            throw bad("is not valid JSON (" + ForeignText.printable(e.getOriginalMessage()) + ")");
        } catch (BadText e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    /** The next line that is not blank. */
    private @Nullable String read() throws IOException {
        try {
            while (true) {
                in.startRow();
                line++;
                String text = lines.readLine();
                if (text == null || !text.isBlank()) return text;
            }
        } catch (IOException e) {
            intact = false;
            String problem = TextInput.problem(e);
            if (problem == null) throw e;
            throw bad(problem);
        }
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
