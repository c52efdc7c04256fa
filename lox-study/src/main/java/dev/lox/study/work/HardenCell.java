// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.work;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.FileTree;
import dev.lox.harden.Direction;
import dev.lox.harden.Extrapolation;
import dev.lox.harden.HardenPlan;
import dev.lox.harden.HardenReport;
import dev.lox.harden.HardenRequest;
import dev.lox.harden.Hardener;
import dev.lox.harden.Preflight;
import dev.lox.study.cell.Cell;
import dev.lox.study.cell.Workplace;
import java.io.IOException;

/** The aligned model, pushed further along its alignment. */
public record HardenCell(ModelSource.Given base, ModelSource.Given aligned, Extrapolation extrapolation)
        implements Cell {
    /** Least that hardening asks for. */
    private static final long LEAST = 64L << 20;

    @Override
    public String label() {
        return "harden: " + extrapolation.method() + ", rank " + extrapolation.rank() + ", alpha "
                + extrapolation.alpha();
    }

    @Override
    public String kind() {
        return "harden";
    }

    @Override
    public ObjectNode description() {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("cell", "harden")
                .put("base", base.id())
                .put("aligned", aligned.id())
                .put("method", extrapolation.method())
                .put("rank", extrapolation.rank().toString())
                .put("alpha", extrapolation.alpha());
        if (extrapolation.direction() instanceof Direction.Random random) node.put("seed", random.seed());
        return node;
    }

    @Override
    public boolean passing() {
        return true;
    }

    @Override
    public long bytes() {
        return Math.max(
                LEAST, Math.min(HardenRequest.DEFAULT_MEMORY, 2 * aligned.size().bytes()));
    }

    @Override
    public ObjectNode run(Workplace place) throws IOException, InterruptedException {
        FileTree.delete(place.files());
        HardenRequest request = HardenRequest.of(base.path(), aligned.path(), place.files())
                .with(extrapolation)
                .withMemory(bytes())
                .withThreads(place.threads());
        try (HardenPlan plan = Preflight.check(request)) {
            HardenReport report = Hardener.run(plan, (tensor, bytes, total) -> {});
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("hardened", report.hardened())
                    .put("copied", report.copied());
        }
    }

    /** What it makes. */
    public ModelSource model() {
        return new ModelSource.Made(this, "", aligned.size());
    }
}
