// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.harden.EditPlan;
import dev.lox.harden.EditReport;
import dev.lox.harden.EditRequest;
import dev.lox.study.alpha.AlphaSearch;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code harden} and {@code repair} say of a plan and of a result.
 *
 * @param verb what is done to tensors
 * @param planned the field of the JSON object that counts the tensors that would be edited
 * @param done what was done to tensors; the field that counts them
 */
record EditOutput(OutputOptions output, String verb, String planned, String done) {
    void plan(EditPlan plan, ObjectNode method) {
        output.print(String.format(
                Locale.ROOT,
                "%d tensors to %s, %d to copy; reads %s, writes %s; about %s of matrices at once",
                plan.edited(),
                verb,
                plan.copied(),
                Sizes.human(plan.inputBytes()),
                Sizes.human(plan.outputBytes()),
                Sizes.human(plan.memoryBytes())));
        ObjectNode json = out(plan.request());
        json.setAll(method);
        output.print(json.put("tensors", plan.tensors())
                .put(planned, plan.edited())
                .put("copied", plan.copied())
                .put("input_bytes", plan.inputBytes())
                .put("bytes", plan.outputBytes())
                .put("memory_bytes", plan.memoryBytes()));
    }

    void report(EditRequest request, EditReport report, ObjectNode method, Optional<AlphaSearch> search) {
        long peak = ProcessMemory.peak(report.peakMatrixBytes());
        report.warnings().forEach(w -> output.say("warning: " + w));
        output.print(String.format(
                Locale.ROOT,
                "%s: %d tensors %s (%s), %d copied%s; %s in %.1f s, peak memory %s",
                request.output().folder(),
                report.changed(),
                done,
                request.method().caption(),
                report.copied(),
                report.resumed() > 0 ? ", " + report.resumed() + " of them by the run before" : "",
                Sizes.human(report.bytes()),
                report.seconds(),
                Sizes.human(peak)));
        ObjectNode json = out(request);
        json.setAll(method);
        json.put("tensors", report.outcomes().size())
                .put(done, report.changed())
                .put("copied", report.copied())
                .put("resumed", report.resumed())
                .put("bytes", report.bytes())
                .put("seconds", report.seconds())
                .put("peak_bytes", peak);
        search.ifPresent(s -> AlphaOutput.describe(json, s));
        report.warnings().forEach(json.withArray("warnings")::add);
        output.print(json);
    }

    private static ObjectNode out(EditRequest request) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("out", request.output().folder().toString());
    }
}
