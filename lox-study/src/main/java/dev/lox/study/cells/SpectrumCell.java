// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.cells;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.analyze.SafetySubspace;
import dev.lox.study.engine.Cell;
import dev.lox.study.engine.CellContext;
import dev.lox.study.findings.DeltaSpectrum;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** Measures the share of the alignment delta's energy in its leading directions. */
public record SpectrumCell(ModelSource.Given base, ModelSource.Given aligned) implements Cell<DeltaSpectrum> {
    private static final int MOST = 64;

    @Override
    public String label() {
        return "spectrum of the alignment delta";
    }

    @Override
    public String kind() {
        return "spectrum";
    }

    @Override
    public ObjectNode description() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("cell", "spectrum")
                .put("base", base.id())
                .put("aligned", aligned.id())
                .put("ranks", MOST);
    }

    @Override
    public long bytes() {
        return aligned.size().bytes();
    }

    @Override
    public Class<DeltaSpectrum> resultType() {
        return DeltaSpectrum.class;
    }

    @Override
    public DeltaSpectrum run(CellContext context) throws IOException, InterruptedException {
        SafetySubspace.Energies found = SafetySubspace.energies(base.path(), aligned.path(), MOST, context.threads());
        List<Integer> ranks =
                IntStream.iterate(1, k -> k <= MOST, k -> 2 * k).boxed().toList();
        return new DeltaSpectrum(ranks, ranks.stream().map(found::within).toList(), found.matrices());
    }
}
