// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.repair.RepairPlan;
import dev.lox.repair.RepairReport;
import dev.lox.repair.RepairRequest;
import java.util.Locale;

/** What {@code repair} says of what it would do and of what it has done. */
record RepairOutput(OutputOptions output) {
    void plan(RepairPlan plan) {
        output.print(String.format(
                Locale.ROOT,
                "%d tensors to repair (%s), %d to copy; reads %s, writes %s; about %s of matrices at once",
                plan.selected(),
                plan.request().method().label(),
                plan.copied(),
                Sizes.human(plan.inputBytes()),
                Sizes.human(plan.outputBytes()),
                Sizes.human(plan.memoryBytes())));
        output.print(begun(plan.request())
                .put("tensors", plan.jobs().size())
                .put("selected", plan.selected())
                .put("copied", plan.copied())
                .put("input_bytes", plan.inputBytes())
                .put("bytes", plan.outputBytes())
                .put("memory_bytes", plan.memoryBytes()));
    }

    void report(RepairRequest request, RepairReport report) {
        long peak = ProcessMemory.peak(report.peakMatrixBytes());
        output.print(String.format(
                Locale.ROOT,
                "%s: %d tensors repaired (%s), %d as they were%s; %s in %.1f s, peak memory %s",
                request.out(),
                report.repaired(),
                request.method().label(),
                report.copied(),
                report.resumed() > 0 ? ", " + report.resumed() + " done by the run before" : "",
                Sizes.human(report.bytes()),
                report.seconds(),
                Sizes.human(peak)));
        output.print(begun(request)
                .put("tensors", report.outcomes().size())
                .put("repaired", report.repaired())
                .put("copied", report.copied())
                .put("resumed", report.resumed())
                .put("bytes", report.bytes())
                .put("seconds", report.seconds())
                .put("peak_bytes", peak));
    }

    private static ObjectNode begun(RepairRequest request) {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("out", request.out().toString());
        request.method().describe(json);
        return json;
    }
}
