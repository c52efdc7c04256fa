// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.work;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.FileTree;
import dev.lox.harden.Extrapolation;
import dev.lox.harden.HardenPlan;
import dev.lox.harden.HardenRequest;
import dev.lox.harden.Hardener;
import dev.lox.harden.Preflight;
import dev.lox.harden.RankChoice;
import dev.lox.study.cell.Cell;
import dev.lox.study.cell.Workplace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** W_base + Proj_k(ΔW): the base model with the leading part of its alignment alone (arXiv 2506.15606, effective rank). */
public record TruncateCell(ModelSource.Given base, ModelSource.Given aligned, int rank) implements Cell {
    @Override
    public String label() {
        return "base and the alignment's first " + rank + (rank == 1 ? " direction" : " directions");
    }

    @Override
    public String kind() {
        return "harden";
    }

    @Override
    public ObjectNode description() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("cell", "truncate")
                .put("base", base.id())
                .put("aligned", aligned.id())
                .put("rank", rank);
    }

    @Override
    public boolean passing() {
        return true;
    }

    @Override
    public long bytes() {
        return new HardenCell(base, aligned, Extrapolation.DEFAULT).bytes();
    }

    @Override
    public ObjectNode run(Workplace place) throws IOException, InterruptedException {
        FileTree.delete(place.files());
        // From the aligned model the delta leads back to the base; minus its projection, added to the base, is what is
        // wanted: W_base − Proj_k(W_base − W_aligned).
        HardenRequest request = HardenRequest.of(aligned.path(), base.path(), place.files())
                .with(new Extrapolation(new RankChoice.Fixed(rank), -1))
                .withMemory(bytes())
                .withThreads(place.threads());
        try (HardenPlan plan = Preflight.check(request)) {
            Hardener.run(plan, (tensor, bytes, total) -> {});
        }
        takeText(place.files());
        return JsonNodeFactory.instance.objectNode().put("rank", rank);
    }

    /** It is asked as the aligned model is: a base model may have no chat template. */
    private void takeText(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(aligned.path())) {
            for (Path file : files.filter(f -> f.getFileName()
                            .toString()
                            .matches("(?!config\\.json|lox\\.json|.*index).*\\.(json|jinja|model)"))
                    .toList())
                Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** What it makes. */
    public ModelSource model() {
        return new ModelSource.Made(this, "", aligned.size());
    }
}
