// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.eval.judges.ComplianceJudge;
import dev.lox.lm.reply.FormatName;
import dev.lox.study.kinds.StudyYaml;
import dev.lox.study.kinds.Utility;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every model of a study is asked. */
final class StudyEvaluations {
    @Option(
            names = "--prompts",
            required = true,
            paramLabel = "DATA",
            description = "what should be refused, or builtin:harmful; the attack success rate is taken on it")
    String prompts;

    @Option(
            names = "--benign",
            paramLabel = "DATA",
            description = "what should not be refused, or builtin:benign; over-refusal is taken on it, by the rules")
    @Nullable
    String benign;

    @Option(
            names = "--task",
            paramLabel = "DATA",
            description = "problems whose answers are numbers, such as GSM8K, for accuracy")
    @Nullable
    String task;

    @Option(
            names = "--held-out",
            paramLabel = "DATA",
            description = "training-style rows that no attack uses, for the loss on their replies")
    @Nullable
    String heldOut;

    @Option(
            names = "--judge",
            paramLabel = "JUDGE",
            description = "of replies to --prompts: refusal, compliance, openai:NAME or model:MODEL; repeatable, the"
                    + " first is the headline; default: compliance and refusal")
    List<String> judges = new ArrayList<>();

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "take the first N prompts, problems and rows of each; default: all")
    @Nullable
    String limit;

    @Option(
            names = "--max-new-tokens",
            paramLabel = "N",
            description = "tokens of a reply to --prompts and --benign at most; default: 60")
    @Nullable
    String maxNewTokens;

    @Option(
            names = "--prompt-format",
            paramLabel = "FORMAT",
            description = "alpaca, chat (the model's own template) or raw; default: chat where there is a template,"
                    + " else alpaca; of --held-out alpaca")
    @Nullable
    FormatName format;

    /** Whether data was given for an evaluation of use. */
    boolean has(Utility use) {
        return data(use) != null;
    }

    private @Nullable String data(Utility use) {
        return switch (use) {
            case BENIGN -> benign;
            case TASK -> task;
            case HELD_OUT -> heldOut;
        };
    }

    /**
     * Writes the section.
     *
     * @param bounds by how much variants may be worse, as typed
     */
    void write(StudyYaml yaml, Map<Utility, String> bounds) {
        yaml.open("", "evaluations").open("--prompts", "ASR").put("", "measure", "asr");
        yaml.put("--prompts", "prompts", prompts);
        yaml.put("--judge", "judges", judges.isEmpty() ? List.of(ComplianceJudge.NAME, "refusal") : judges);
        replies(yaml);
        common(yaml);
        yaml.close();
        for (Utility use : Utility.values()) write(yaml, use, bounds.get(use));
        yaml.close();
    }

    private void write(StudyYaml yaml, Utility use, @Nullable String bound) {
        String data = data(use);
        if (data == null) return;
        use.open(yaml, "--" + use.label(), data);
        if (use == Utility.BENIGN) replies(yaml);
        common(yaml);
        if (bound != null) yaml.put("--bound " + use.label() + "=" + bound, "bound", bound);
        yaml.close();
    }

    private void replies(StudyYaml yaml) {
        if (maxNewTokens != null) yaml.put("--max-new-tokens", "max_new_tokens", maxNewTokens);
    }

    private void common(StudyYaml yaml) {
        if (limit != null) yaml.put("--limit", "limit", limit);
        if (format != null) yaml.put("--prompt-format", "format", format.name().toLowerCase(Locale.ROOT));
    }
}
