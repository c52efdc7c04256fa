// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.analyze.SafetySubspace;
import dev.lox.study.cell.Cell;
import dev.lox.study.cell.Workplace;
import dev.lox.study.result.DeltaSpectrum;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How the alignment delta's energy lies in its leading directions. */
public record SpectrumCell(ModelSource.Given base, ModelSource.Given aligned) implements Cell {
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
    public ObjectNode run(Workplace place) throws IOException, InterruptedException {
        SafetySubspace.Energies found = SafetySubspace.energies(base.path(), aligned.path(), MOST, place.threads());
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("matrices", found.matrices());
        for (int k = 1; k <= MOST; k *= 2) {
            node.withArray("ranks").add(k);
            node.withArray("energy").add(found.within(k));
        }
        return node;
    }

    /** What was found, of the cell's result. */
    public DeltaSpectrum spectrum(ObjectNode result) {
        List<Integer> ranks = new ArrayList<>();
        List<Double> energy = new ArrayList<>();
        for (JsonNode k : result.path("ranks")) ranks.add(k.asInt());
        for (JsonNode e : result.path("energy")) energy.add(e.asDouble());
        return new DeltaSpectrum(ranks, energy, result.path("matrices").asInt());
    }
}
