// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import dev.lox.base.InvalidInputException;
import dev.lox.lm.settings.Fields;
import dev.lox.lm.settings.Node;
import dev.lox.lm.settings.SettingsYaml;
import dev.lox.lm.settings.SettingsYaml.Limits;
import dev.lox.study.findings.Findings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads studies. Unknown keys are errors, since ignoring one would run a different study than intended. */
final class StudyReader {
    private static final Limits LIMITS = new Limits("study", 3, 2000);

    private StudyReader() {}

    /**
     * Reads YAML.
     *
     * @param where it comes from, for messages
     * @throws InvalidInputException with every problem
     */
    static KindSpec parse(String where, String yaml) throws IOException {
        List<String> problems = new ArrayList<>();
        byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
        return read(SettingsYaml.parse(where, bytes, LIMITS, problems), problems);
    }

    /**
     * Reads a study's keys and values.
     *
     * @param problems that were found so far
     * @throws InvalidInputException with every problem
     */
    static KindSpec read(Node.Section study, List<String> problems) throws IOException {
        Fields top = new Fields(study, "", problems);
        Optional<? extends KindSpec> spec =
                switch (top.choice("study", Findings.Kind.class, null)) {
                    case ATTACKS -> AttackSpec.read(top, problems);
                    case CALIBRATION -> AttackSpec.read(top, problems).map(CalibrationSpec::new);
                    case EFFECTIVE_RANK -> RankSpec.read(top, problems);
                    case LANDSCAPE -> LandscapeSpec.read(top, problems);
                };
        top.refuseOthers();
        if (!problems.isEmpty()) throw new InvalidInputException(problems);
        return spec.orElseThrow();
    }
}
