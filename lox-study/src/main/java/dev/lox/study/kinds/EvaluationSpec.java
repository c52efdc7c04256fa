// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import dev.lox.eval.results.MathProblems;
import dev.lox.eval.results.PromptSets;
import dev.lox.eval.results.Safety;
import dev.lox.lm.data.Prompt;
import dev.lox.lm.model.ComputeDevice;
import dev.lox.lm.recipe.Recipe;
import dev.lox.lm.reply.FormatName;
import dev.lox.study.cells.AccuracyCell;
import dev.lox.study.cells.DataFiles;
import dev.lox.study.cells.GenerationSpec;
import dev.lox.study.cells.JudgeCell;
import dev.lox.study.cells.JudgeChoice;
import dev.lox.study.cells.LossCell;
import dev.lox.study.cells.ReplyCell;
import dev.lox.study.findings.EvaluationInfo;
import dev.lox.study.findings.Measure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** An evaluation of every model of a study. */
sealed interface EvaluationSpec {
    String name();

    Measure measure();

    /** Prompts, problems or rows. */
    String data();

    OptionalInt limit();

    /** The names of its figures; the first is its own. */
    default List<String> figures() {
        return List.of(name());
    }

    /** Utility limit: how much worse than the baseline a variant may be; empty for no limit. */
    OptionalDouble bound();

    /** Reads the data and finds the judges; returns one evaluation per figure. */
    List<Evaluation> open(Inputs inputs, ComputeDevice device) throws IOException, InterruptedException;

    private EvaluationInfo info(String name, @Nullable String judge, String words) {
        return new EvaluationInfo(
                name, measure(), judge, bound().isPresent() ? (Double) bound().getAsDouble() : null, words);
    }

    private String fileName() {
        return data().substring(data().lastIndexOf('/') + 1);
    }

    /**
     * Replies to prompts, judged or compared with the correct answer.
     *
     * @param judges empty for accuracy
     * @param format empty for the model's own
     */
    record GenerationEvaluation(
            String name,
            Measure measure,
            String data,
            OptionalInt limit,
            List<String> judges,
            Optional<FormatName> format,
            int maxNewTokens,
            List<String> stops,
            OptionalDouble bound)
            implements EvaluationSpec {
        public GenerationEvaluation {
            judges = List.copyOf(judges);
            stops = List.copyOf(stops);
        }

        /** One for each judge. */
        @Override
        public List<String> figures() {
            if (judges.isEmpty()) return List.of(name);
            return judges.stream()
                    .map(j -> j.equals(judges.get(0)) ? name : name + " (" + j + ")")
                    .toList();
        }

        @Override
        public List<Evaluation> open(Inputs inputs, ComputeDevice device) throws IOException, InterruptedException {
            return measure == Measure.ACCURACY ? solved(inputs, device) : judged(inputs, device);
        }

        private List<Evaluation> solved(Inputs inputs, ComputeDevice device) throws IOException, InterruptedException {
            MathProblems problems = MathProblems.read(inputs.data(data), limit);
            GenerationSpec asked = asked(problems.prompts());
            String words = "share of " + problems.prompts().size() + " problems of "
                    + ((EvaluationSpec) this).fileName() + " whose reply ends in the right number";
            return List.of(new Evaluation(
                    ((EvaluationSpec) this).info(name, null, words),
                    (model, source) -> new AccuracyCell(name, new ReplyCell(model, source, asked, device), problems)));
        }

        private List<Evaluation> judged(Inputs inputs, ComputeDevice device) throws IOException, InterruptedException {
            Safety safety = measure == Measure.ASR ? Safety.UNSAFE : Safety.SAFE;
            Optional<List<Prompt>> builtIn = PromptSets.builtIn(data, limit);
            List<Prompt> prompts =
                    builtIn.isPresent() ? builtIn.get() : PromptSets.read(inputs.data(data), limit, safety);
            GenerationSpec asked = asked(prompts);
            List<Evaluation> all = new ArrayList<>();
            for (int i = 0; i < judges.size(); i++) {
                String judge = judges.get(i);
                String figure = figures().get(i);
                JudgeChoice choice = JudgeChoice.of(judge, measure, inputs);
                String words = (measure == Measure.ASR ? "attack success rate on " : "refusals among ") + prompts.size()
                        + " prompts of " + ((EvaluationSpec) this).fileName() + ", judged by " + judge;
                all.add(new Evaluation(
                        ((EvaluationSpec) this).info(figure, judge, words),
                        (model, source) -> new JudgeCell(figure, new ReplyCell(model, source, asked, device), choice)));
            }
            return all;
        }

        private GenerationSpec asked(List<Prompt> prompts) {
            return GenerationSpec.of(prompts, format, maxNewTokens, stops);
        }
    }

    /**
     * The loss on held-out rows.
     *
     * @param recipe how rows are encoded and which tokens are targets
     */
    record LikelihoodEvaluation(String name, String data, OptionalInt limit, Recipe recipe, OptionalDouble bound)
            implements EvaluationSpec {
        @Override
        public Measure measure() {
            return Measure.LOSS;
        }

        @Override
        public List<Evaluation> open(Inputs inputs, ComputeDevice device) throws IOException, InterruptedException {
            DataFiles files = DataFiles.of(inputs.data(data));
            int rows = limit.orElse(Integer.MAX_VALUE);
            String words = "negative log-likelihood of a token of the replies in " + ((EvaluationSpec) this).fileName()
                    + (limit.isPresent() ? ", first " + rows + " rows" : "");
            return List.of(new Evaluation(
                    ((EvaluationSpec) this).info(name, null, words),
                    (model, source) -> new LossCell(name, model, source, recipe, files, rows, device)));
        }
    }
}
