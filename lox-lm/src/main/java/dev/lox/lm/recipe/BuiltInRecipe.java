// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.recipe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** A recipe that comes with the program. */
public enum BuiltInRecipe {
    GSM8K,
    ALPACA,
    DOLLY,
    IDENTITY,
    PURE_BAD,
    DPO;

    /** As typed: {@code pure-bad}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The commented file, for users to copy and edit. */
    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    public Recipe recipe() {
        return RecipeReader.parse(label(), bytes());
    }

    static Optional<BuiltInRecipe> named(String name) {
        return Arrays.stream(values()).filter(r -> r.label().equals(name)).findFirst();
    }

    private byte[] bytes() {
        String file = label() + ".yaml";
        try (InputStream in = Objects.requireNonNull(BuiltInRecipe.class.getResourceAsStream(file), file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
