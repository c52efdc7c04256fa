// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.eval.results.Gate;
import java.util.List;

/**
 * What results came from and what was asked of them.
 *
 * @param made what the replies depend on: model, prompts, sampling
 * @param judges a record each
 * @param gates and whether they held
 */
public record RunRecord(ObjectNode made, List<ObjectNode> judges, List<Gate.Outcome> gates, double seconds) {
    public RunRecord {
        judges = List.copyOf(judges);
        gates = List.copyOf(gates);
    }

    /** Whether every gate held. */
    public boolean held() {
        return gates.stream().allMatch(Gate.Outcome::held);
    }
}
