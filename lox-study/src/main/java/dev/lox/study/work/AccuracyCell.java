// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.work;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.eval.result.JudgedSample;
import dev.lox.eval.result.Measure;
import dev.lox.eval.result.Results;
import dev.lox.eval.sample.GivenReplies;
import dev.lox.eval.sample.Problems;
import dev.lox.eval.sample.Safety;
import dev.lox.study.cell.Cell;
import dev.lox.study.cell.Workplace;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How many of a model's replies end in the right number.
 *
 * @param name of the evaluation
 */
public record AccuracyCell(String name, ReplyCell replies, Problems problems) implements FigureCell {
    @Override
    public String label() {
        return replies.name() + ": " + name;
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
    public List<Cell> inputs() {
        return List.of(replies);
    }

    @Override
    public long bytes() {
        return 1 << 20;
    }

    @Override
    public ObjectNode run(Workplace place) throws IOException, InterruptedException {
        Results results = Results.of(
                Measure.ACCURACY,
                problems.samples(GivenReplies.read(replies.file(place.store()), OptionalInt.empty(), Safety.UNSAFE)),
                List.of(),
                (index, verdict) -> {});
        List<Optional<Boolean>> outcomes =
                results.samples().stream().map(JudgedSample::correct).toList();
        long degenerate = results.samples().stream()
                .map(JudgedSample::degeneration)
                .filter(Optional::isPresent)
                .count();
        return Outcomes.of(results.accuracy(), outcomes, degenerate);
    }
}
