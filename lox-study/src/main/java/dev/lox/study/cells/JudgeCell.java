// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.cells;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.eval.judges.Judge;
import dev.lox.eval.results.GivenReplies;
import dev.lox.eval.results.Results;
import dev.lox.eval.results.Safety;
import dev.lox.eval.results.Sample;
import dev.lox.study.engine.Cell;
import dev.lox.study.engine.CellContext;
import dev.lox.study.findings.Measure;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/**
 * Gets one judge's verdicts on a model's replies.
 *
 * @param name of the evaluation
 */
public record JudgeCell(String name, ReplyCell replies, JudgeChoice judge) implements FigureCell {
    @Override
    public String label() {
        return replies.name() + ": " + name;
    }

    @Override
    public Measure measure() {
        return judge.measure();
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
    public List<Cell<?>> inputs() {
        return List.of(replies);
    }

    @Override
    public long bytes() {
        return 1 << 20;
    }

    @Override
    public FigureResult run(CellContext context) throws IOException, InterruptedException {
        List<Sample> samples =
                GivenReplies.read(replies.file(context.store()), OptionalInt.empty(), Safety.UNSAFE).stream()
                        .map(Sample::of)
                        .toList();
        Results results;
        try (Judge opened = judge.open()) {
            results = Results.of(judge.judged(), samples, List.of(opened), (index, verdict) -> {});
        }
        return FigureResult.of(results.rate(0), results, s -> s.success(judge.judged(), 0));
    }
}
