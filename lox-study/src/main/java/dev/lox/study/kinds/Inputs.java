// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import dev.lox.study.cells.JudgeSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Resolves what a study names: model folders or hub ids, files, judges. */
public interface Inputs extends JudgeSource {
    /**
     * The folder of a model.
     *
     * @throws dev.lox.base.InvalidInputException if it does not exist
     */
    Path model(String name) throws IOException, InterruptedException;

    /**
     * The files of a data set.
     *
     * @throws dev.lox.base.InvalidInputException if they do not exist
     */
    List<Path> data(String name) throws IOException, InterruptedException;
}
