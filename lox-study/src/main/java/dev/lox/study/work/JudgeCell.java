// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.work;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.eval.judge.Judge;
import dev.lox.eval.result.JudgedSample;
import dev.lox.eval.result.Results;
import dev.lox.eval.sample.GivenReplies;
import dev.lox.eval.sample.Safety;
import dev.lox.eval.sample.Sample;
import dev.lox.study.cell.Cell;
import dev.lox.study.cell.Workplace;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One judge's verdicts on a model's replies.
 *
 * @param name of the evaluation
 */
public record JudgeCell(String name, ReplyCell replies, JudgeChoice judge) implements FigureCell {
    @Override
    public String label() {
        return replies.name() + ": " + name;
    }

    @Override
    public String kind() {
        return "verdicts by " + judge.name();
    }

    @Override
    public ObjectNode description() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("cell", "verdicts")
                .put("replies", replies.key())
                .put("measure", judge.measure().label())
                .set("judge", judge.record());
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
        List<Sample> samples =
                GivenReplies.read(replies.file(place.store()), OptionalInt.empty(), Safety.UNSAFE).stream()
                        .map(Sample::of)
                        .toList();
        Results results;
        try (Judge opened = judge.open()) {
            results = Results.of(judge.measure(), samples, List.of(opened), (index, verdict) -> {});
        }
        List<Optional<Boolean>> outcomes = results.samples().stream()
                .map(s -> s.success(judge.measure(), 0))
                .toList();
        long degenerate = results.samples().stream()
                .map(JudgedSample::degeneration)
                .filter(Optional::isPresent)
                .count();
        return Outcomes.of(results.rate(0), outcomes, degenerate);
    }
}
