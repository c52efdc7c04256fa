// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.work;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.analyze.SafetySubspace;
import dev.lox.study.cell.Cell;
import dev.lox.study.cell.Workplace;
import dev.lox.study.result.Subspace;
import java.io.IOException;
import java.util.List;

/**
 * How much of the safety subspace a fine-tuning left.
 *
 * @param variant of the fine-tuned model, for people
 */
public record SubspaceCell(
        String variant, ModelSource.Given base, ModelSource.Given aligned, ModelSource finetuned, int rank)
        implements Cell {
    @Override
    public String label() {
        return variant + ": R metrics";
    }

    @Override
    public String kind() {
        return "R metrics";
    }

    @Override
    public ObjectNode description() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("cell", "subspace")
                .put("base", base.id())
                .put("aligned", aligned.id())
                .put("finetuned", finetuned.id())
                .put("rank", rank);
    }

    @Override
    public List<Cell> inputs() {
        return finetuned.makers();
    }

    @Override
    public long bytes() {
        return aligned.size().bytes();
    }

    @Override
    public ObjectNode run(Workplace place) throws IOException, InterruptedException {
        SafetySubspace found =
                SafetySubspace.of(base.path(), aligned.path(), finetuned.folder(place.store()), rank, place.threads());
        return JsonNodeFactory.instance
                .objectNode()
                .put("aligned", found.aligned())
                .put("finetuned", found.finetuned());
    }

    /** What was found, of the cell's result. */
    public Subspace subspace(ObjectNode result) {
        return new Subspace(
                rank,
                result.path("aligned").asDouble(),
                result.path("finetuned").asDouble());
    }
}
