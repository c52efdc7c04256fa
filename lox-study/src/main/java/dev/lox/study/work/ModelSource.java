// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.work;

import dev.lox.checkpoint.BadInputException;
import dev.lox.lm.model.Blend;
import dev.lox.study.cell.Cell;
import dev.lox.study.cell.CellStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A model of a study: one that was given, a sum of these, or one that a cell makes. */
public sealed interface ModelSource {
    /** Names its content. */
    String id();

    /** The cells that make it; none if it was given. */
    List<Cell> makers();

    /** Where it lies, once it is made; of a blend, where config and tokenizer are. */
    Path folder(CellStore store);

    /** Its weights. */
    default Blend weights(CellStore store) {
        return Blend.of(folder(store));
    }

    /** Its shape decides what a cell takes. */
    ModelSize size();

    /** A model that was given. */
    record Given(Path path, String id, ModelSize size) implements ModelSource {
        /**
         * Reads what of a folder names and measures it.
         *
         * @throws BadInputException if it holds no whole model
         */
        public static Given of(Path folder) throws IOException {
            if (Files.exists(folder.resolve("adapter_config.json")))
                throw new BadInputException(
                        folder + ": is a LoRA adapter; only whole models can be evaluated here, merge it first");
            // Heads before digests: what is wrong shows in seconds.
            ModelSize size = ModelSize.of(folder);
            return new Given(folder, ModelFiles.digest(folder), size);
        }

        @Override
        public List<Cell> makers() {
            return List.of();
        }

        @Override
        public Path folder(CellStore store) {
            return path;
        }
    }

    /** A sum of given models, formed while it is loaded. */
    record Blended(Blend blend, String id, ModelSize size) implements ModelSource {
        @Override
        public List<Cell> makers() {
            return List.of();
        }

        @Override
        public Path folder(CellStore store) {
            return blend.folder();
        }

        @Override
        public Blend weights(CellStore store) {
            return blend;
        }
    }

    /**
     * A model that a cell makes.
     *
     * @param inside the folder within the cell's files; empty for the files themselves
     */
    record Made(Cell cell, String inside, ModelSize size) implements ModelSource {
        @Override
        public String id() {
            return inside.isEmpty() ? cell.key() : cell.key() + "/" + inside;
        }

        @Override
        public List<Cell> makers() {
            return List.of(cell);
        }

        @Override
        public Path folder(CellStore store) {
            return store.files(cell).resolve(inside);
        }
    }
}
