// SPDX-License-Identifier: Apache-2.0
package dev.lox.repair;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.DType;
import dev.lox.harden.InputDigests;
import dev.lox.harden.ModelCard;
import dev.lox.harden.Provenance;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/** What a repaired model says of its making: {@code lox.json} and a model card. */
final class RepairRecord {
    private RepairRecord() {}

    static Map<String, byte[]> files(RepairPlan plan, Map<String, RepairOutcome> outcomes, InputDigests digests)
            throws IOException {
        String card = ModelCard.above(plan.request().finetuned(), section(plan.request(), outcomes));
        return Provenance.files(json(plan, outcomes, digests), card);
    }

    private static ObjectNode json(RepairPlan plan, Map<String, RepairOutcome> outcomes, InputDigests digests)
            throws IOException {
        RepairRequest r = plan.request();
        ObjectNode json = Provenance.begun();
        ObjectNode options = json.putObject("options");
        r.method().describe(options);
        Provenance.selection(options, r.selection());
        options.put("dtype", r.dtype().map(DType::torchName).orElse(null));
        ObjectNode inputs = json.putObject("inputs");
        if (r.base().isPresent() && r.method().needsBase())
            Provenance.input(inputs.putObject("base"), r.base().get(), digests.finish(plan.baseFiles()));
        Provenance.input(
                inputs.putObject("aligned"),
                r.aligned(),
                digests.finish(plan.aligned().shards()));
        Provenance.input(
                inputs.putObject("finetuned"),
                r.finetuned(),
                digests.finish(plan.finetuned().shards()));
        ObjectNode tensors = json.putObject("tensors");
        outcomes.forEach((name, outcome) -> tensors.set(name, outcome.toJson()));
        return json;
    }

    private static String section(RepairRequest r, Map<String, RepairOutcome> outcomes) {
        String base = r.base()
                .filter(b -> r.method().needsBase())
                .map(b -> "| base | `" + ModelCard.name(b) + "` |\n")
                .orElse("");
        return String.format(
                Locale.ROOT,
                """
                # Repaired with LoX

                %s

                | | |
                |---|---|
                %s| aligned | `%s` |
                | fine-tuned | `%s` |
                | tensors changed | %d of %d |

                Inputs' digests, options and figures per tensor are in `lox.json`.
                """,
                words(r.method()),
                base,
                ModelCard.name(r.aligned()),
                ModelCard.name(r.finetuned()),
                outcomes.values().stream().filter(RepairOutcome::repaired).count(),
                outcomes.size());
    }

    private static String words(Method method) {
        if (method instanceof Method.Resta resta)
            return "What alignment had changed was added to the fine-tuned weights once more:\n"
                    + "W = W_ft + α·Proj_k(W_aligned − W_base), α = " + resta.alpha() + ", k = " + resta.rank()
                    + " (RESTA, arXiv 2402.11746).";
        if (method instanceof Method.WiseFt wise)
            return "The weights lie between the aligned and the fine-tuned model's:\n"
                    + "W = (1 − α)·W_aligned + α·W_ft, α = " + wise.alpha() + " (WiSE-FT, arXiv 2109.01903).";
        return "Where fine-tuning had moved the weights away from what alignment changed, its update was projected:\n"
                + "W = W_aligned + C·(W_ft − W_aligned), C = V·Vᵀ / ‖V‖_F, V = W_aligned − W_base, for matrices with a"
                + " cosine\nbelow " + ((Method.SafeLora) method).threshold() + " (SafeLoRA, arXiv 2405.16833).";
    }
}
