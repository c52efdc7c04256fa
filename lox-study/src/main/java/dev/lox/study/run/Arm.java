// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.study.cell.Cell;
import dev.lox.study.cell.CellStore;
import dev.lox.study.result.Figure;
import dev.lox.study.result.Point;
import dev.lox.study.result.Stage;
import dev.lox.study.work.FigureCell;
import dev.lox.study.work.ModelSource;
import dev.lox.study.work.SubspaceCell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One model of a study and what is asked of it.
 *
 * @param figures by evaluation
 */
record Arm(
        String variant,
        @Nullable String attack,
        @Nullable Long seed,
        long step,
        Stage stage,
        Map<String, FigureCell> figures,
        Optional<SubspaceCell> subspace) {
    /** An arm with all evaluations. */
    static Arm of(
            String variant,
            @Nullable String attack,
            @Nullable Long seed,
            long step,
            Stage stage,
            ModelSource model,
            List<Evaluation> evaluations,
            Optional<SubspaceCell> subspace) {
        String name = variant
                + (attack == null
                        ? ", before"
                        : ", after " + (stage == Stage.ALONG ? step + " steps of " : "") + attack)
                + (seed == null ? "" : ", seed " + seed);
        Map<String, FigureCell> figures = new LinkedHashMap<>();
        for (Evaluation e : evaluations) figures.put(e.about().name(), e.cell(name, model));
        return new Arm(variant, attack, seed, step, stage, figures, subspace);
    }

    List<Cell> targets() {
        List<Cell> all = new ArrayList<>(figures.values());
        subspace.ifPresent(all::add);
        return all;
    }

    /** What was found of it; figures that failed are left out. */
    Point point(CellStore store) throws IOException {
        Map<String, Figure> found = new LinkedHashMap<>();
        for (Map.Entry<String, FigureCell> f : figures.entrySet()) {
            Optional<ObjectNode> result = store.result(f.getValue());
            if (result.isPresent()) found.put(f.getKey(), f.getValue().figure(result.get()));
        }
        Optional<ObjectNode> left = subspace.isPresent() ? store.result(subspace.get()) : Optional.empty();
        return new Point(
                variant,
                attack,
                seed,
                step,
                stage,
                found,
                left.isPresent() ? subspace.get().subspace(left.get()) : null);
    }

    /** Of each prompt whether it counts; empty if the figure is no rate, or failed. */
    List<Optional<Boolean>> outcomes(String evaluation, CellStore store) throws IOException {
        FigureCell cell = figures.get(evaluation);
        if (cell == null) return List.of();
        Optional<ObjectNode> result = store.result(cell);
        return result.isPresent() ? cell.outcomes(result.get()) : List.of();
    }
}
