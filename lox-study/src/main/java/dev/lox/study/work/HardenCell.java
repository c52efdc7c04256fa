// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.work;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.FileTree;
import dev.lox.harden.Arithmetic;
import dev.lox.harden.Direction;
import dev.lox.harden.Extrapolation;
import dev.lox.harden.HardenPlan;
import dev.lox.harden.HardenReport;
import dev.lox.harden.HardenRequest;
import dev.lox.harden.Hardener;
import dev.lox.harden.Preflight;
import dev.lox.harden.Provenance;
import dev.lox.harden.Selection;
import dev.lox.linalg.Svd;
import dev.lox.study.cell.Cell;
import dev.lox.study.cell.Workplace;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The aligned model, pushed further along its alignment.
 *
 * @param request how; where its result goes is the cell's business
 */
public record HardenCell(ModelSource.Given base, ModelSource.Given aligned, HardenRequest request) implements Cell {
    /** Least that hardening asks for. */
    private static final long LEAST = 64L << 20;

    /** With defaults for all else. */
    public HardenCell(ModelSource.Given base, ModelSource.Given aligned, Extrapolation extrapolation) {
        this(
                base,
                aligned,
                HardenRequest.of(base.path(), aligned.path(), Path.of("")).with(extrapolation));
    }

    @Override
    public String label() {
        Extrapolation extrapolation = request.extrapolation();
        return "harden: " + extrapolation.method() + ", rank " + extrapolation.rank() + ", alpha "
                + extrapolation.alpha();
    }

    @Override
    public String kind() {
        return "harden";
    }

    @Override
    public ObjectNode description() {
        Extrapolation extrapolation = request.extrapolation();
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("cell", "harden")
                .put("base", base.id())
                .put("aligned", aligned.id())
                .put("method", extrapolation.method())
                .put("rank", extrapolation.rank().toString())
                .put("alpha", extrapolation.alpha());
        if (extrapolation.direction() instanceof Direction.Random random) node.put("seed", random.seed());
        // Only what differs from the defaults, which came first: cells that are done keep their keys.
        if (!request.include().isEmpty() || !request.exclude().isEmpty())
            Provenance.selection(node, new Selection(request.include(), request.exclude()));
        if (request.tolerance() != Svd.TOLERANCE) node.put("tolerance", request.tolerance());
        if (request.exact()) node.put("exact", true);
        request.dtype().ifPresent(d -> node.put("dtype", d.torchName()));
        if (request.copyExtraRows()) node.put("extra_rows", "copy");
        if (request.arithmetic() == Arithmetic.REFERENCE) node.put("compat", "reference");
        return node;
    }

    @Override
    public boolean passing() {
        return true;
    }

    @Override
    public long bytes() {
        return Math.max(LEAST, Math.min(request.maxMemory(), 2 * aligned.size().bytes()));
    }

    @Override
    public ObjectNode run(Workplace place) throws IOException, InterruptedException {
        FileTree.delete(place.files());
        HardenRequest here = request.into(place.files()).withMemory(bytes()).withThreads(place.threads());
        try (HardenPlan plan = Preflight.check(here)) {
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
