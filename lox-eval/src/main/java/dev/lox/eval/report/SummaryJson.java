// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.eval.results.Agreement;
import dev.lox.eval.results.Gate;
import dev.lox.eval.results.JudgedSample;
import dev.lox.eval.results.Mean;
import dev.lox.eval.results.Measure;
import dev.lox.eval.results.Rate;
import dev.lox.eval.results.Results;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What results say as a whole: summary.json, and what {@code --json} prints. */
public final class SummaryJson {
    private SummaryJson() {}

    public static ObjectNode of(Results results, RunRecord run) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("measure", results.measure().label())
                .put("samples", results.samples().size());
        figures(node, results);
        Map<String, Results> categories = results.byCategory();
        if (!categories.isEmpty()) {
            ArrayNode all = node.putArray("categories");
            categories.forEach((name, some) -> figures(
                    all.addObject()
                            .put("category", name)
                            .put("samples", some.samples().size()),
                    some));
        }
        ObjectNode kinds = JsonNodeFactory.instance.objectNode();
        long degenerate = 0;
        for (var kind : results.degenerate().entrySet()) {
            kinds.put(RowJson.label(kind.getKey()), kind.getValue());
            degenerate += kind.getValue();
        }
        node.put("degenerate", degenerate).set("degenerate_kinds", kinds);
        ArrayNode gates = node.putArray("gates");
        run.gates().forEach(g -> gates.add(gate(g)));
        node.put("seconds", run.seconds());
        node.set("made", run.made());
        node.putArray("judges").addAll(run.judges());
        return node;
    }

    private static void figures(ObjectNode node, Results results) {
        if (results.measure() == Measure.ACCURACY) node.set("accuracy", accuracy(results));
        else judged(node, results);
    }

    private static void judged(ObjectNode node, Results results) {
        ObjectNode rates = JsonNodeFactory.instance.objectNode();
        ObjectNode scores = JsonNodeFactory.instance.objectNode();
        ObjectNode partial = JsonNodeFactory.instance.objectNode();
        for (int j = 0; j < results.judges().size(); j++) {
            String judge = results.judges().get(j);
            rates.set(judge, rate(results.rate(j)));
            Optional<Mean> mean = results.meanScore(j);
            if (mean.isPresent()) scores.set(judge, mean(mean.get(), results.unparsed(j)));
            if (results.partial(j) > 0) partial.put(judge, results.partial(j));
        }
        if (results.measure() != Measure.HELPFULNESS) node.set(results.measure().label(), rates);
        if (!scores.isEmpty() || results.measure() == Measure.HELPFULNESS) node.set("mean_score", scores);
        if (!partial.isEmpty()) node.set("partial", partial);
        if (results.measure() != Measure.HELPFULNESS && results.judges().size() > 1)
            node.set("agreement", agreement(results));
    }

    private static ArrayNode agreement(Results results) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (int a = 0; a < results.judges().size(); a++)
            for (int b = a + 1; b < results.judges().size(); b++) {
                Agreement agreement = results.agreement(a, b);
                ObjectNode pair = all.addObject();
                pair.putArray("judges")
                        .add(results.judges().get(a))
                        .add(results.judges().get(b));
                put(pair, "share", agreement.share());
                put(pair, "kappa", agreement.kappa());
                pair.put("judged", agreement.judged());
            }
        return all;
    }

    private static ObjectNode accuracy(Results results) {
        long none = results.samples().stream()
                .map(JudgedSample::found)
                .filter(Optional::isEmpty)
                .count();
        return rate(results.accuracy()).put("no_number", none);
    }

    static ObjectNode rate(Rate rate) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        put(node, "value", rate.value());
        node.put("low", rate.interval().map(i -> i.low()).orElse(null));
        node.put("high", rate.interval().map(i -> i.high()).orElse(null));
        return node.put("successes", rate.successes())
                .put("judged", rate.judged())
                .put("unparsed", rate.unparsed());
    }

    private static ObjectNode mean(Mean mean, long unparsed) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("value", mean.value())
                .put("low", mean.interval().low())
                .put("high", mean.interval().high())
                .put("judged", mean.count())
                .put("unparsed", unparsed);
    }

    private static ObjectNode gate(Gate.Outcome outcome) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("gate", outcome.gate().kind().option());
        if (!outcome.judge().isEmpty()) node.put("judge", outcome.judge());
        put(node, "value", outcome.value());
        return node.put("bound", outcome.gate().bound()).put("held", outcome.held());
    }

    private static void put(ObjectNode node, String name, OptionalDouble value) {
        if (value.isPresent()) node.put(name, value.getAsDouble());
        else node.putNull(name);
    }
}
