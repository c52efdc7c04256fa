// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.recipe;

import dev.lox.checkpoint.BadInputException;
import java.io.IOException;
import java.io.InputStream;
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
        try (InputStream in = Files.newInputStream(file)) {
            return parse(file.toString(), in.readNBytes(RecipeYaml.MAX_BYTES + 1));
        }
    }

    static Recipe parse(String where, byte[] bytes) {
        List<String> complaints = new ArrayList<>();
        return RecipeParser.parse(RecipeYaml.parse(where, bytes, complaints), complaints);
    }
}
