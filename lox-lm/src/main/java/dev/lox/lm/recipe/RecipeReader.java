// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.recipe;

import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import dev.lox.base.Setting;
import dev.lox.lm.settings.SettingsYaml;
import dev.lox.lm.settings.SettingsYaml.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads recipes. Unknown keys are errors, since ignoring one would train a different model than intended. */
public final class RecipeReader {
    // Twice the number of known keys.
    private static final Limits LIMITS = new Limits("recipe", 1, 60);

    private RecipeReader() {}

    /**
     * Reads a built-in recipe by name, or else a file.
     *
     * @throws InvalidInputException if it is neither, or with all problems of the file
     */
    public static Recipe read(String nameOrFile) throws IOException {
        Optional<BuiltInRecipe> builtIn = BuiltInRecipe.named(nameOrFile);
        if (builtIn.isPresent()) return builtIn.get().recipe();
        try {
            Path file = Path.of(nameOrFile);
            if (Files.isRegularFile(file)) return read(file);
        } catch (InvalidPathException e) {
            // Not a valid path.
        }
        throw new InvalidInputException(
                "%s: expected a file or one of %s, got %s",
                Setting.of("recipe"),
                Arrays.stream(BuiltInRecipe.values()).map(BuiltInRecipe::label).collect(Collectors.joining(", ")),
                ForeignText.printable(nameOrFile));
    }

    /**
     * Reads a file.
     *
     * @throws InvalidInputException with all its problems
     */
    public static Recipe read(Path file) throws IOException {
        return parse(file.toString(), SettingsYaml.bytes(file));
    }

    static Recipe parse(String where, byte[] bytes) {
        List<String> problems = new ArrayList<>();
        return RecipeParser.parse(SettingsYaml.parse(where, bytes, LIMITS, problems), problems);
    }
}
