// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.harden.Direction;
import dev.lox.harden.HardenPlan;
import dev.lox.harden.HardenReport;
import dev.lox.harden.HardenRequest;
import dev.lox.harden.RankChoice;
import dev.lox.study.alpha.AlphaSearch;
import java.util.Locale;
import java.util.Optional;

/** What {@code harden} says of what it would do and of what it has done. */
record HardenOutput(OutputOptions output) {
    void plan(HardenPlan plan) {
        output.print(String.format(
                Locale.ROOT,
                "%d tensors to harden, %d to copy; reads %s, writes %s; about %s of matrices at once",
                plan.hardened(),
                plan.copied(),
                Sizes.human(plan.inputBytes()),
                Sizes.human(plan.outputBytes()),
                Sizes.human(plan.memoryBytes())));
        output.print(JsonNodeFactory.instance
                .objectNode()
                .put("out", plan.request().out().toString())
                .put("tensors", plan.jobs().size())
                .put("hardened", plan.hardened())
                .put("copied", plan.copied())
                .put("input_bytes", plan.inputBytes())
                .put("bytes", plan.outputBytes())
                .put("memory_bytes", plan.memoryBytes()));
    }

    void report(HardenRequest request, HardenReport report, Optional<AlphaSearch> search) {
        long peak = ProcessMemory.peak(report.peakMatrixBytes());
        report.warnings().forEach(w -> output.say("warning: " + w));
        output.print(String.format(
                Locale.ROOT,
                "%s: %d tensors hardened (%s, rank %s, alpha %s), %d copied%s; %s in %.1f s, peak memory %s",
                request.out(),
                report.hardened(),
                request.extrapolation().method(),
                request.extrapolation().rank(),
                request.extrapolation().alpha(),
                report.copied(),
                report.resumed() > 0 ? ", " + report.resumed() + " of them by the run before" : "",
                Sizes.human(report.bytes()),
                report.seconds(),
                Sizes.human(peak)));
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("out", request.out().toString());
        json.put("method", request.extrapolation().method());
        if (request.extrapolation().direction() instanceof Direction.Random random) json.put("seed", random.seed());
        if (request.extrapolation().rank() instanceof RankChoice.Fixed fixed) json.put("rank", fixed.rank());
        else json.put("rank", request.extrapolation().rank().toString());
        json.put("alpha", request.extrapolation().alpha())
                .put("tensors", report.outcomes().size())
                .put("hardened", report.hardened())
                .put("copied", report.copied())
                .put("resumed", report.resumed())
                .put("bytes", report.bytes())
                .put("seconds", report.seconds())
                .put("peak_bytes", peak);
        search.ifPresent(s -> AlphaOutput.describe(json, s));
        report.warnings().forEach(json.withArray("warnings")::add);
        output.print(json);
    }
}
