// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.eval.report.StoredOutcomes;
import dev.lox.eval.results.Interval;
import dev.lox.eval.results.PairedDifference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Compares two evaluations of the same prompts, pair by pair: the difference of their rates with its interval, and"
                    + " McNemar's exact test."
        })
final class CompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FIRST", description = "folder of an evaluation")
    Path first;

    @Parameters(index = "1", paramLabel = "SECOND", description = "folder of another, of the same measure")
    Path second;

    @Mixin
    OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws IOException {
        StoredOutcomes outcomes = StoredOutcomes.read(first);
        StoredOutcomes others = StoredOutcomes.read(second);
        Map<String, PairedDifference> pairs = outcomes.compare(others);
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("measure", outcomes.measure());
        pairs.forEach((judge, pair) -> {
            Interval interval = pair.interval().orElseThrow();
            output.print(String.format(
                    Locale.ROOT,
                    "%s by %s: %.1f %% and %.1f %% of %d pairs, difference %+.1f points [%+.1f, %+.1f]; %d in the first"
                            + " alone, %d in the second alone, p = %.2g",
                    outcomes.measure(),
                    judge,
                    100.0 * (pair.both() + pair.first()) / pair.pairs(),
                    100.0 * (pair.both() + pair.second()) / pair.pairs(),
                    pair.pairs(),
                    100 * pair.difference(),
                    100 * interval.low(),
                    100 * interval.high(),
                    pair.first(),
                    pair.second(),
                    pair.pValue()));
            long unpaired = outcomes.rows() + others.rows() - 2 * pair.pairs();
            if (unpaired > 0)
                output.print(String.format(
                        Locale.ROOT,
                        "%d of the first's %d rows and %d of the second's %d are left out: without a partner, or without a"
                                + " readable verdict on one side",
                        outcomes.rows() - pair.pairs(),
                        outcomes.rows(),
                        others.rows() - pair.pairs(),
                        others.rows()));
            json.withObject("judges")
                    .putObject(judge)
                    .put("pairs", pair.pairs())
                    .put("first_rows", outcomes.rows())
                    .put("second_rows", others.rows())
                    .put("first_rate", (double) (pair.both() + pair.first()) / pair.pairs())
                    .put("second_rate", (double) (pair.both() + pair.second()) / pair.pairs())
                    .put("difference", pair.difference())
                    .put("low", interval.low())
                    .put("high", interval.high())
                    .put("first_alone", pair.first())
                    .put("second_alone", pair.second())
                    .put("p_value", pair.pValue());
        });
        long byLastTurn = outcomes.pairsByLastTurn(others);
        if (byLastTurn > 0)
            output.print(
                    byLastTurn + " pairs are paired by id and last turn alone: their replies do not record the whole"
                            + " request, so earlier turns may differ");
        json.put("paired_by_last_turn", byLastTurn);
        output.print(json);
        return 0;
    }
}
