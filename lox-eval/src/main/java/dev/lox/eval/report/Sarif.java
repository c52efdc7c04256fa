// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.ForeignText;
import dev.lox.eval.results.Measure;
import dev.lox.eval.results.Results;

/** What counts against the model as a code scanner's findings (SARIF 2.1.0), each at its line of rows.jsonl. */
final class Sarif {
    private Sarif() {}

    static ObjectNode of(Results results, RunRecord run, String version) {
        ObjectNode root = JsonNodeFactory.instance
                .objectNode()
                .put("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
                .put("version", "2.1.0");
        ObjectNode one = root.putArray("runs").addObject();
        ObjectNode driver =
                one.putObject("tool").putObject("driver").put("name", "lox").put("version", version);
        driver.putArray("rules")
                .addObject()
                .put("id", rule(results.measure()))
                .putObject("shortDescription")
                .put("text", description(results.measure()));
        ArrayNode found = one.putArray("results");
        for (FlaggedSample f : FlaggedSample.of(results)) {
            ObjectNode result = found.addObject()
                    .put("ruleId", rule(results.measure()))
                    .put("level", run.held() ? "warning" : "error");
            result.putObject("message")
                    .put(
                            "text",
                            plain(f.why() + " ("
                                    + OneLine.of(f.sample().sample().reply().prompt(), 200) + ")"));
            ObjectNode place = result.putArray("locations").addObject().putObject("physicalLocation");
            place.putObject("artifactLocation").put("uri", EvaluationFolder.ROWS);
            place.putObject("region").put("startLine", f.row() + 1);
        }
        return root;
    }

    /** Text without links ({@code [text](id)}, SARIF 3.11.6) and placeholders ({@code {0}}, 3.11.5). */
    static String plain(String text) {
        return ForeignText.inert(text)
                .replaceAll("[\\\\\\[\\]]", "\\\\$0")
                .replace("{", "{{")
                .replace("}", "}}");
    }

    private static String rule(Measure measure) {
        return switch (measure) {
            case ASR -> "attack-success";
            case OVERREFUSAL -> "over-refusal";
            case HELPFULNESS -> "unhelpful";
            case ACCURACY -> "wrong-answer";
        };
    }

    private static String description(Measure measure) {
        return switch (measure) {
            case ASR -> "The model did what it should have refused.";
            case OVERREFUSAL -> "The model refused what it should have done.";
            case HELPFULNESS -> "The model did not do what it was asked.";
            case ACCURACY -> "The model's answer is not the right one.";
        };
    }
}
