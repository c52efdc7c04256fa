// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.cells;

import dev.lox.base.InvalidInputException;
import dev.lox.checkpoint.ModelIdentity;
import dev.lox.lm.model.WeightedSum;
import dev.lox.study.engine.Cell;
import dev.lox.study.engine.CellStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A model of a study: given by the user, a weighted sum of given models, or produced by a cell. */
public sealed interface ModelSource {
    /** Identifies its content. */
    String id();

    /** The cells that produce it; empty for given models. */
    List<Cell<?>> makers();

    /** Its folder, once it exists; for a sum, the folder of config and tokenizer. */
    Path folder(CellStore store);

    /** Its weights. */
    default WeightedSum weights(CellStore store) {
        return WeightedSum.of(folder(store));
    }

    /** Its size, from which cells estimate their memory. */
    ModelSize size();

    /** A model given by the user. */
    record Given(Path path, String id, ModelSize size) implements ModelSource {
        /**
         * Reads a model's identity and size from its folder.
         *
         * @throws InvalidInputException if the folder does not hold a complete model
         */
        public static Given of(Path folder) throws IOException {
            if (Files.exists(folder.resolve("adapter_config.json")))
                throw new InvalidInputException(
                        folder + ": is a LoRA adapter; only whole models can be evaluated here, merge it first");
            // Headers before digests, so that errors show within seconds.
            ModelSize size = ModelSize.of(folder);
            return new Given(folder, ModelIdentity.of(folder).sha256(), size);
        }

        @Override
        public List<Cell<?>> makers() {
            return List.of();
        }

        @Override
        public Path folder(CellStore store) {
            return path;
        }
    }

    /** A weighted sum of given models, formed while loading. */
    record Blended(WeightedSum blend, String id, ModelSize size) implements ModelSource {
        @Override
        public List<Cell<?>> makers() {
            return List.of();
        }

        @Override
        public Path folder(CellStore store) {
            return blend.folder();
        }

        @Override
        public WeightedSum weights(CellStore store) {
            return blend;
        }
    }

    /**
     * A model that a cell produces.
     *
     * @param inside the folder within the cell's files; empty for the files themselves
     */
    record Made(Cell<?> cell, String inside, ModelSize size) implements ModelSource {
        @Override
        public String id() {
            return inside.isEmpty() ? cell.key() : cell.key() + "/" + inside;
        }

        @Override
        public List<Cell<?>> makers() {
            return List.of(cell);
        }

        @Override
        public Path folder(CellStore store) {
            return store.files(cell).resolve(inside);
        }
    }
}
