// SPDX-License-Identifier: Apache-2.0
package dev.lox.draw;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The look of a page: colours for light and dark, headings, tables, print. */
public final class PageStyle {
    private PageStyle() {}

    /** What all pages share, then the style sheet that lies beside {@code page}. */
    public static String with(Class<?> page, String sheet) {
        return read(PageStyle.class, "page.css") + read(page, sheet);
    }

    private static String read(Class<?> beside, String name) {
        try (InputStream css = beside.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(css, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
