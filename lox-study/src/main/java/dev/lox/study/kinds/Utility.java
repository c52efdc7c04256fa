// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import dev.lox.study.findings.Measure;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The ways in which a defence may cost utility: how each is measured, and its usual limit. */
public enum Utility {
    /** Answers to harmless prompts. */
    BENIGN("over-refusal", Measure.OVERREFUSAL, "prompts", "10%"),
    /** Problems with a numeric answer. */
    TASK("accuracy", Measure.ACCURACY, "data", "5%"),
    /** Held-out replies. */
    HELD_OUT("loss", Measure.LOSS, "data", "0.25");

    private final String title;
    private final Measure measure;
    private final String dataKey;
    private final String limit;

    Utility(String title, Measure measure, String dataKey, String limit) {
        this.title = title;
        this.measure = measure;
        this.dataKey = dataKey;
        this.limit = limit;
    }

    public static Optional<Utility> named(String label) {
        return Arrays.stream(values()).filter(u -> u.label().equals(label)).findFirst();
    }

    /** As typed: {@code held-out}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The default limit on how much worse a variant may be: {@code 10%}, {@code 0.25} nats per token. */
    public String limit() {
        return limit;
    }

    /** Opens the section of its evaluation. The caller adds further settings and closes it. */
    public StudyYaml open(StudyYaml yaml, String origin, String data) {
        return yaml.open(origin, title).put("", "measure", measure.label()).put(origin, dataKey, data);
    }
}
