// SPDX-License-Identifier: Apache-2.0
package dev.lox.study;

import dev.lox.lm.model.ComputeDevice;
import dev.lox.study.engine.Resources;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a study is run, whatever it is.
 *
 * @param device on which models compute
 * @param resources that its cells may use together
 * @param cells where finished cells are kept, which studies may share; none for {@code cells/} in the study's folder
 * @param resume whether the folder may already hold this study
 * @param keepModels whether to keep hardened and fine-tuned models; else each is deleted once no cell needs it
 * @param reproduce commands that run the study again, for its report
 */
public record RunOptions(
        ComputeDevice device,
        Resources resources,
        Optional<Path> cells,
        boolean resume,
        boolean keepModels,
        List<String> reproduce) {}
