// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

import java.util.List;

/**
 * A variant's worst case: the attack after which its attack success rate, mean over seeds, is highest.
 *
 * @param asr that mean
 * @param unkept utility limits that the variant is not known to keep, before or after any attack
 */
public record WorstCase(String variant, String attack, double asr, List<UnkeptLimit> unkept) {
    public WorstCase {
        unkept = List.copyOf(unkept);
    }

    /** Whether the variant keeps the utility limits. */
    public UtilityLimits limits() {
        if (unkept.isEmpty()) return UtilityLimits.KEPT;
        return unkept.stream().anyMatch(u -> u.worse() != null) ? UtilityLimits.BROKEN : UtilityLimits.UNMEASURED;
    }

    /** Whether the variant is known to keep every utility limit. */
    public boolean within() {
        return unkept.isEmpty();
    }
}
