// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import dev.lox.study.cells.FigureCell;
import dev.lox.study.cells.FigureResult;
import dev.lox.study.cells.ModelSource;
import dev.lox.study.cells.SubspaceCell;
import dev.lox.study.engine.Cell;
import dev.lox.study.engine.CellResult;
import dev.lox.study.engine.CellStore;
import dev.lox.study.findings.Figure;
import dev.lox.study.findings.Point;
import dev.lox.study.findings.Stage;
import dev.lox.study.findings.Subspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model of a study and the cells that evaluate it.
 *
 * @param attack null before any attack
 * @param seed of the attack's order of rows; null before any attack
 * @param step optimizer steps since the attack began
 * @param figures by evaluation
 */
public record Trial(
        String variant,
        @Nullable String attack,
        @Nullable Long seed,
        long step,
        Stage stage,
        Map<String, FigureCell> figures,
        Optional<SubspaceCell> subspace) {
    /** A model before any attack, with all evaluations. */
    static Trial before(String variant, ModelSource model, List<Evaluation> evaluations) {
        return new Trial(
                variant,
                null,
                null,
                0,
                Stage.BEFORE,
                cells(variant + ", before", model, evaluations),
                Optional.empty());
    }

    /** A model during or after an attack, with all evaluations. */
    static Trial attacked(
            String variant,
            String attack,
            long seed,
            long step,
            Stage stage,
            ModelSource model,
            List<Evaluation> evaluations,
            Optional<SubspaceCell> subspace) {
        String name =
                variant + ", after " + (stage == Stage.ALONG ? step + " steps of " : "") + attack + ", seed " + seed;
        return new Trial(variant, attack, seed, step, stage, cells(name, model, evaluations), subspace);
    }

    private static Map<String, FigureCell> cells(String name, ModelSource model, List<Evaluation> evaluations) {
        Map<String, FigureCell> cells = new LinkedHashMap<>();
        for (Evaluation e : evaluations) cells.put(e.name(), e.cells().of(name, model));
        return cells;
    }

    /** Whether it is the variant before any attack, or after this attack with this seed. */
    public boolean is(String variant, @Nullable String attack, long seed) {
        return stage != Stage.ALONG
                && this.variant.equals(variant)
                && Objects.equals(this.attack, attack)
                && (this.seed == null || this.seed == seed);
    }

    List<Cell<?>> targets() {
        List<Cell<?>> all = new ArrayList<>(figures.values());
        subspace.ifPresent(all::add);
        return all;
    }

    /** Its figures, without failed ones. */
    Point point(CellStore store) throws IOException {
        Map<String, Figure> found = new LinkedHashMap<>();
        for (Map.Entry<String, FigureCell> f : figures.entrySet()) {
            Optional<CellResult<FigureResult>> result = store.result(f.getValue());
            if (result.isPresent()) found.put(f.getKey(), result.get().value().figure());
        }
        Subspace left = subspace.isPresent()
                ? store.result(subspace.get()).map(CellResult::value).orElse(null)
                : null;
        return new Point(variant, attack, seed, step, stage, found, left);
    }

    /** For each prompt whether it counts; empty if the figure is not a rate or failed. */
    List<Optional<Boolean>> outcomes(String evaluation, CellStore store) throws IOException {
        FigureCell cell = figures.get(evaluation);
        if (cell == null) return List.of();
        return store.result(cell).map(r -> r.value().byPrompt()).orElse(List.of());
    }
}
