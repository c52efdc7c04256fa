// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.cells;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.analyze.SafetySubspace;
import dev.lox.study.engine.Cell;
import dev.lox.study.engine.CellContext;
import dev.lox.study.findings.Subspace;
import java.io.IOException;
import java.util.List;

/**
 * Measures how much of the safety subspace is left after a fine-tuning.
 *
 * @param variant of the fine-tuned model, for display
 */
public record SubspaceCell(
        String variant, ModelSource.Given base, ModelSource.Given aligned, ModelSource finetuned, int rank)
        implements Cell<Subspace> {
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
    public List<Cell<?>> inputs() {
        return finetuned.makers();
    }

    @Override
    public long bytes() {
        return aligned.size().bytes();
    }

    @Override
    public Class<Subspace> resultType() {
        return Subspace.class;
    }

    @Override
    public Subspace run(CellContext context) throws IOException, InterruptedException {
        SafetySubspace found = SafetySubspace.of(
                base.path(), aligned.path(), finetuned.folder(context.store()), rank, context.threads());
        return new Subspace(rank, found.aligned(), found.finetuned());
    }
}
