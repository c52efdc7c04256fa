// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import dev.lox.base.Setting;
import java.io.IOException;

/**
 * A judge by name: {@code refusal}, {@code compliance}, {@code openai:NAME} or {@code model:MODEL}; the latter
 * two also with {@code strongreject:} in front.
 *
 * @since 0.1
 */
public abstract sealed class JudgeSpec {
    private static final Setting JUDGE = Setting.of("judge");

    private final String name;

    private JudgeSpec(String name) {
        this.name = name;
    }

    /**
     * Parses a judge's name.
     *
     * @throws InvalidInputException if there is no such judge
     */
    public static JudgeSpec parse(String name) {
        for (RuleJudge rules : RuleJudge.values()) if (rules.label().equals(name)) return new ByRules(rules);
        for (QuestionKind kind : QuestionKind.values())
            for (Backend backend : Backend.values()) {
                String prefix = kind.prefix() + backend.prefix();
                if (!name.startsWith(prefix) || !ForeignText.isPrintable(name)) continue;
                String model = name.substring(prefix.length());
                if (!model.isBlank()) return new ByModel(name, kind, backend, model);
            }
        throw new InvalidInputException(
                "%s: expected refusal, compliance, openai:NAME (a model behind an OpenAI-compatible endpoint)"
                        + " or model:MODEL (a folder or hub id), the latter two also with strongreject: in front, got %s",
                JUDGE, ForeignText.printable(name));
    }

    /** The name as given, which results use. */
    public String name() {
        return name;
    }

    /** Whether the judge is a language model. */
    public boolean isModel() {
        return this instanceof ByModel;
    }

    /** Whether the judge's model is behind an endpoint. */
    public boolean isRemote() {
        return this instanceof ByModel m && m.backend == Backend.OPENAI;
    }

    /**
     * Opens the judge. The first exchange sends the first request or loads the model.
     *
     * @throws InvalidInputException if the judge does not support {@code purpose} or is not available
     */
    public abstract Judge open(Purpose purpose, JudgeSettings settings) throws IOException, InterruptedException;

    private static final class ByRules extends JudgeSpec {
        private final RuleJudge rules;

        ByRules(RuleJudge rules) {
            super(rules.label());
            this.rules = rules;
        }

        @Override
        public Judge open(Purpose purpose, JudgeSettings settings) {
            if (purpose == Purpose.HELPFULNESS)
                throw new InvalidInputException(
                        "%s: rules cannot tell how helpful a reply is; pass openai:NAME or model:MODEL",
                        Setting.of("judge", name()));
            return rules.create();
        }
    }

    private static final class ByModel extends JudgeSpec {
        private final QuestionKind kind;
        private final Backend backend;
        private final String model;

        ByModel(String name, QuestionKind kind, Backend backend, String model) {
            super(name);
            this.kind = kind;
            this.backend = backend;
            this.model = model;
        }

        @Override
        public Judge open(Purpose purpose, JudgeSettings settings) throws IOException, InterruptedException {
            Question question = kind.question(model, purpose, settings.prompt());
            AnswerCache cache = new AnswerCache(settings.cache());
            cache.check();
            return new QuestionJudge(name(), question, backend.connect(model, settings), cache);
        }
    }
}
