// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.study.kinds.StudyYaml;
import picocli.CommandLine.Option;

/** The pair whose difference is the alignment. */
final class StudyPair {
    @Option(names = "--base", required = true, paramLabel = "MODEL", description = "the model before alignment")
    String base;

    @Option(names = "--aligned", required = true, paramLabel = "MODEL", description = "the model that was aligned")
    String aligned;

    void write(StudyYaml yaml) {
        yaml.put("--base", "base", base).put("--aligned", "aligned", aligned);
    }
}
