// SPDX-License-Identifier: Apache-2.0
package dev.lox.base;

import java.util.Optional;

/**
 * A setting of a request, or one value of it, as a problem names it. How it is spelled is the caller's business: {@code
 * --max-memory} on a command line, {@code max-memory} in a program.
 *
 * @param key words in lower case, joined by hyphens
 * @param value the value that is meant, where it is one in particular
 */
public record Setting(String key, Optional<String> value) {
    public Setting {
        if (!key.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) throw new IllegalArgumentException("no key: " + key);
    }

    public static Setting of(String key) {
        return new Setting(key, Optional.empty());
    }

    public static Setting of(String key, Object value) {
        return new Setting(key, Optional.of(value.toString()));
    }

    /** How a program names settings: {@code extra-rows} and {@code extra-rows=copy}. */
    @Override
    public String toString() {
        return value.map(v -> key + "=" + v).orElse(key);
    }
}
