// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.work;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.FileTree;
import dev.lox.harden.HardenRequest;
import dev.lox.repair.Method;
import dev.lox.repair.RepairPlan;
import dev.lox.repair.RepairPreflight;
import dev.lox.repair.RepairReport;
import dev.lox.repair.RepairRequest;
import dev.lox.repair.Repairer;
import dev.lox.study.cell.Cell;
import dev.lox.study.cell.Workplace;
import java.io.IOException;
import java.util.List;

/**
 * A fine-tuned model, repaired.
 *
 * @param variant of the fine-tuned model, for people
 */
public record RepairCell(
        String variant, ModelSource.Given base, ModelSource.Given aligned, ModelSource finetuned, Method method)
        implements Cell {
    /** Least that repairing asks for. */
    private static final long LEAST = 64L << 20;

    @Override
    public String label() {
        return variant + ": repair by " + method.label();
    }

    @Override
    public String kind() {
        return "repair by " + method.label();
    }

    @Override
    public ObjectNode description() {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("cell", "repair")
                .put("base", base.id())
                .put("aligned", aligned.id())
                .put("finetuned", finetuned.id());
        method.describe(node);
        return node;
    }

    @Override
    public List<Cell> inputs() {
        return finetuned.makers();
    }

    @Override
    public boolean passing() {
        return true;
    }

    @Override
    public long bytes() {
        return Math.max(
                LEAST, Math.min(HardenRequest.DEFAULT_MEMORY, 3 * aligned.size().bytes()));
    }

    @Override
    public ObjectNode run(Workplace place) throws IOException, InterruptedException {
        FileTree.delete(place.files());
        RepairRequest request = RepairRequest.of(
                        base.path(), aligned.path(), finetuned.folder(place.store()), place.files(), method)
                .within(bytes(), place.threads());
        try (RepairPlan plan = RepairPreflight.check(request)) {
            RepairReport report = Repairer.run(plan, (tensor, bytes, total) -> {});
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("repaired", report.repaired())
                    .put("copied", report.copied());
        }
    }

    /** What it makes. */
    public ModelSource model() {
        return new ModelSource.Made(this, "", aligned.size());
    }
}
