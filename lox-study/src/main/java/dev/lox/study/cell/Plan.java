// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.cell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is left to do for some cells: those without a result, and whatever must be there for them to begin. */
final class Plan {
    private final CellStore store;
    private final Map<String, Cell> cells = new LinkedHashMap<>();
    private final Map<String, Cell> all = new LinkedHashMap<>();
    private final Set<String> planned = new HashSet<>();

    private Plan(CellStore store) {
        this.store = store;
    }

    static Plan of(List<? extends Cell> targets, CellStore store) throws IOException {
        Plan plan = new Plan(store);
        for (Cell target : targets) {
            plan.see(target);
            if (store.result(target).isEmpty()) plan.add(target);
        }
        return plan;
    }

    private void see(Cell cell) {
        if (all.putIfAbsent(cell.key(), cell) == null) cell.inputs().forEach(this::see);
    }

    private void add(Cell cell) throws IOException {
        if (!planned.add(cell.key())) return;
        for (Cell input : cell.inputs()) if (!store.holdsFiles(input)) add(input);
        cells.put(cell.key(), cell);
    }

    /** In an order in which each cell stands behind its inputs, and what reads a cell's files soon after it. */
    List<Cell> cells() {
        return new ArrayList<>(cells.values());
    }

    /** Cells with large files that none of the planned ones reads or makes. */
    List<Cell> idle() {
        Set<String> used = new HashSet<>(cells.keySet());
        for (Cell cell : cells.values()) for (Cell input : cell.inputs()) used.add(input.key());
        return all.values().stream()
                .filter(c -> c.passing() && !used.contains(c.key()))
                .toList();
    }
}
