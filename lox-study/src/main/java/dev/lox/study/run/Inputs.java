// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.run;

import dev.lox.study.work.JudgeSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Finds what a study names: folders or hub ids, files, judges. */
public interface Inputs extends JudgeSource {
    /**
     * The folder of a model.
     *
     * @throws dev.lox.checkpoint.BadInputException if there is none
     */
    Path model(String name) throws IOException, InterruptedException;

    /**
     * The files of a data set.
     *
     * @throws dev.lox.checkpoint.BadInputException if there are none
     */
    List<Path> data(String name) throws IOException, InterruptedException;
}
