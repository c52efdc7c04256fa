// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.recipe;

import dev.lox.checkpoint.BadInputException;
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

/** Reads recipes: strictly, since a key that is passed over trains another model than the one that was meant. */
public final class RecipeReader {
    // Twice as many keys as there are.
    private static final Limits LIMITS = new Limits("recipe", 1, 60);

    private RecipeReader() {}

    /**
     * Reads the recipe of a name, or else of a file.
     *
     * @throws BadInputException if it is neither, or with all that is wrong in the file
     */
    public static Recipe read(String nameOrFile) throws IOException {
        Optional<BuiltInRecipe> builtIn = BuiltInRecipe.named(nameOrFile);
        if (builtIn.isPresent()) return builtIn.get().recipe();
        try {
            Path file = Path.of(nameOrFile);
            if (Files.isRegularFile(file)) return read(file);
        } catch (InvalidPathException e) {
            // Not the name of any file.
        }
        throw new BadInputException("--recipe: expected a file or one of "
                + Arrays.stream(BuiltInRecipe.values())
                        .map(BuiltInRecipe::label)
                        .collect(Collectors.joining(", "))
                + ", got " + BadInputException.printable(nameOrFile));
    }

    /**
     * Reads a file.
     *
     * @throws BadInputException with all that is wrong in it
     */
    public static Recipe read(Path file) throws IOException {
        return parse(file.toString(), SettingsYaml.bytes(file));
    }

    static Recipe parse(String where, byte[] bytes) {
        List<String> complaints = new ArrayList<>();
        return RecipeParser.parse(SettingsYaml.parse(where, bytes, LIMITS, complaints), complaints);
    }
}
