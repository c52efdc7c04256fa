// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The cells still to be done for some targets: those without a result, and the inputs whose files they need. */
final class Plan {
    private final CellStore store;
    private final Map<String, Cell<?>> cells = new LinkedHashMap<>();
    private final Map<String, Cell<?>> all = new LinkedHashMap<>();
    private final Set<String> planned = new HashSet<>();

    private Plan(CellStore store) {
        this.store = store;
    }

    static Plan of(List<? extends Cell<?>> targets, CellStore store) throws IOException {
        Plan plan = new Plan(store);
        for (Cell<?> target : targets) {
            plan.see(target);
            if (store.result(target).isEmpty()) plan.add(target);
        }
        return plan;
    }

    private void see(Cell<?> cell) {
        if (all.putIfAbsent(cell.key(), cell) == null) cell.inputs().forEach(this::see);
    }

    private void add(Cell<?> cell) throws IOException {
        if (!planned.add(cell.key())) return;
        for (Cell<?> input : cell.inputs()) if (!store.holdsFiles(input)) add(input);
        cells.put(cell.key(), cell);
    }

    /** Each cell after its inputs, and the readers of a cell's files soon after it. */
    List<Cell<?>> cells() {
        return new ArrayList<>(cells.values());
    }

    /** Ephemeral cells that no planned cell reads or produces. */
    List<Cell<?>> idle() {
        Set<String> used = new HashSet<>(cells.keySet());
        for (Cell<?> cell : cells.values()) for (Cell<?> input : cell.inputs()) used.add(input.key());
        return all.values().stream()
                .filter(c -> c.isEphemeral() && !used.contains(c.key()))
                .toList();
    }
}
