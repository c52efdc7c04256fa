// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.run;

import dev.lox.eval.result.Measure;
import dev.lox.eval.sample.Problems;
import dev.lox.eval.sample.PromptSets;
import dev.lox.eval.sample.Safety;
import dev.lox.lm.data.Prompt;
import dev.lox.lm.model.ComputeDevice;
import dev.lox.study.result.EvaluationAbout;
import dev.lox.study.spec.EvaluationSpec;
import dev.lox.study.spec.EvaluationSpec.Asking;
import dev.lox.study.spec.EvaluationSpec.Expecting;
import dev.lox.study.work.AccuracyCell;
import dev.lox.study.work.Asked;
import dev.lox.study.work.DataFiles;
import dev.lox.study.work.FigureCell;
import dev.lox.study.work.JudgeCell;
import dev.lox.study.work.JudgeChoice;
import dev.lox.study.work.LossCell;
import dev.lox.study.work.ModelSource;
import dev.lox.study.work.ReplyCell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Evaluations as they were asked for, with their data read and their judges found. */
final class Evaluations {
    private final Inputs inputs;
    private final ComputeDevice device;
    private final List<Evaluation> all = new ArrayList<>();

    private Evaluations(Inputs inputs, ComputeDevice device) {
        this.inputs = inputs;
        this.device = device;
    }

    static List<Evaluation> of(List<EvaluationSpec> specs, Inputs inputs, ComputeDevice device)
            throws IOException, InterruptedException {
        Evaluations evaluations = new Evaluations(inputs, device);
        for (EvaluationSpec spec : specs) evaluations.add(spec);
        return List.copyOf(evaluations.all);
    }

    private void add(EvaluationSpec spec) throws IOException, InterruptedException {
        if (spec instanceof Expecting expecting) add(expecting);
        else if (spec instanceof Asking asking)
            if (asking.measure() == Measure.ACCURACY) addAccuracy(asking);
            else addJudged(asking);
    }

    private void add(Expecting spec) throws IOException, InterruptedException {
        DataFiles data = DataFiles.of(inputs.data(spec.data()));
        int limit = spec.limit().orElse(Integer.MAX_VALUE);
        String words = "negative log-likelihood of a token of the replies in " + fileName(spec.data())
                + (spec.limit().isPresent() ? ", first " + limit + " rows" : "");
        all.add(new Simple(
                new EvaluationAbout(spec.name(), "loss", null, bound(spec.bound()), words),
                (name, model) -> new LossCell(spec.name(), name, model, spec.recipe(), data, limit, device)));
    }

    private void addAccuracy(Asking spec) throws IOException, InterruptedException {
        Problems problems = Problems.read(inputs.data(spec.data()), spec.limit());
        Asked asked = asked(spec, problems.prompts());
        String words = "share of " + problems.prompts().size() + " problems of " + fileName(spec.data())
                + " whose reply ends in the right number";
        all.add(new Simple(
                new EvaluationAbout(spec.name(), "accuracy", null, bound(spec.bound()), words),
                (name, model) -> new AccuracyCell(spec.name(), new ReplyCell(name, model, asked, device), problems)));
    }

    private void addJudged(Asking spec) throws IOException, InterruptedException {
        Safety safety = spec.measure() == Measure.ASR ? Safety.UNSAFE : Safety.SAFE;
        var builtIn = PromptSets.builtIn(spec.data(), spec.limit());
        List<Prompt> prompts =
                builtIn.isPresent() ? builtIn.get() : PromptSets.read(inputs.data(spec.data()), spec.limit(), safety);
        Asked asked = asked(spec, prompts);
        for (int i = 0; i < spec.judges().size(); i++) {
            String judge = spec.judges().get(i);
            String name = spec.figures().get(i);
            JudgeChoice choice = JudgeChoice.of(judge, spec.measure(), inputs);
            String words = (spec.measure() == Measure.ASR ? "attack success rate on " : "refusals among ")
                    + prompts.size() + " prompts of " + fileName(spec.data()) + ", judged by " + judge;
            all.add(new Simple(
                    new EvaluationAbout(name, spec.measure().label(), judge, bound(spec.bound()), words),
                    (model, source) -> new JudgeCell(name, new ReplyCell(model, source, asked, device), choice)));
        }
    }

    private static Asked asked(Asking spec, List<Prompt> prompts) {
        return Asked.of(prompts, spec.format(), spec.maxNewTokens(), spec.stops());
    }

    private static @Nullable Double bound(OptionalDouble bound) {
        return bound.isPresent() ? (Double) bound.getAsDouble() : null;
    }

    private static String fileName(String data) {
        return data.substring(data.lastIndexOf('/') + 1);
    }

    private interface Maker {
        FigureCell make(String name, ModelSource model);
    }

    private record Simple(EvaluationAbout about, Maker maker) implements Evaluation {
        @Override
        public FigureCell cell(String name, ModelSource model) {
            return maker.make(name, model);
        }
    }
}
