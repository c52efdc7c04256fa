// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.cells;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.eval.results.GivenReplies;
import dev.lox.eval.results.JudgedSample;
import dev.lox.eval.results.MathProblems;
import dev.lox.eval.results.Measure;
import dev.lox.eval.results.Results;
import dev.lox.eval.results.Safety;
import dev.lox.study.engine.Cell;
import dev.lox.study.engine.CellContext;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/**
 * Measures the share of a model's replies that end in the right number.
 *
 * @param name of the evaluation
 */
public record AccuracyCell(String name, ReplyCell replies, MathProblems problems) implements FigureCell {
    @Override
    public String label() {
        return replies.name() + ": " + name;
    }

    @Override
    public dev.lox.study.findings.Measure measure() {
        return dev.lox.study.findings.Measure.ACCURACY;
    }

    @Override
    public String kind() {
        return "accuracy";
    }

    @Override
    public ObjectNode description() {
        ObjectNode node =
                JsonNodeFactory.instance.objectNode().put("cell", "accuracy").put("replies", replies.key());
        problems.answers().forEach(a -> node.withArray("answers").add(a.toPlainString()));
        return node;
    }

    @Override
    public List<Cell<?>> inputs() {
        return List.of(replies);
    }

    @Override
    public long bytes() {
        return 1 << 20;
    }

    @Override
    public FigureResult run(CellContext context) throws IOException, InterruptedException {
        Results results = Results.of(
                Measure.ACCURACY,
                problems.samples(GivenReplies.read(replies.file(context.store()), OptionalInt.empty(), Safety.UNSAFE)),
                List.of(),
                (index, verdict) -> {});
        return FigureResult.of(results.accuracy(), results, JudgedSample::correct);
    }
}
