// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** A text file, gzipped or not. It must be valid UTF-8 with rows of limited length; a byte order mark is skipped. */
final class TextInput extends Reader {
    /** Characters of one row: 32 MiB as text, and up to ten times that as the smallest JSON values. */
    static final int MAX_ROW = 16 << 20;

    private static final int BUFFER = 1 << 16;

    private final Reader in;
    private long inRow;
    private boolean begun;

    /** An error in the text, without its location. */
    static final class BadText extends IOException {
        private static final long serialVersionUID = 1L;

        BadText(String message) {
            super(message);
        }
    }

    private TextInput(InputStream in) {
        this.in = new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
    }

    static TextInput open(Path file) throws IOException {
        return new TextInput(bytes(file));
    }

    /** The file's bytes, decompressed if they begin with gzip's magic number. */
    static InputStream bytes(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            in.mark(2);
            boolean gzipped = in.read() == 0x1f && in.read() == 0x8b;
            in.reset();
            return gzipped ? new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER) : in;
        } catch (ZipException | EOFException e) {
            in.close();
            throw new InvalidInputException(file + ": gzip is broken (" + ForeignText.printable(e.getMessage()) + ")");
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** What {@code e} says about the file's content; null if it says that the file could not be read. */
    static @Nullable String problem(IOException e) {
        if (e instanceof BadText) return e.getMessage();
        if (e instanceof CharacterCodingException) return "is not valid UTF-8";
        if (e instanceof ZipException || e instanceof EOFException)
            return "gzip is broken (" + ForeignText.printable(e.getMessage()) + ")";
        return null;
    }

    /** The length of a row is counted from here; what has been read ahead is small in comparison. */
    void startRow() {
        inRow = 0;
    }

    /** The first non-whitespace character, or -1. */
    int skipSpace() throws IOException {
        int c = read();
        while (c >= 0 && Character.isWhitespace(c)) c = read();
        return c;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        if (length == 0) return 0;
        int n = in.read(buffer, offset, length);
        if (!begun && n > 0) {
            begun = true;
            if (buffer[offset] == '\ufeff') {
                System.arraycopy(buffer, offset + 1, buffer, offset, --n);
                if (n == 0) return read(buffer, offset, length);
            }
        }
        inRow += Math.max(n, 0);
        if (inRow > MAX_ROW) throw new BadText("has more than " + MAX_ROW + " characters");
        return n;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
