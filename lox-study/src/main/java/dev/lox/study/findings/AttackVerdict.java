// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the first defence of a study lowered the attack success rate, attack by attack. Only a whole interval on one side
 * of zero counts.
 *
 * @param lower attacks after which it is lower than the baseline's
 * @param higher attacks after which it is higher
 * @param unclear attacks after which the interval covers both
 * @param missing attacks without a comparison
 */
public record AttackVerdict(
        String defence,
        List<String> lower,
        List<String> higher,
        List<String> unclear,
        List<String> missing,
        UtilityLimits limits) {
    static AttackVerdict of(AttackFindings findings, VariantInfo defence, String headline) {
        List<String> lower = new ArrayList<>();
        List<String> higher = new ArrayList<>();
        List<String> unclear = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (AttackInfo a : findings.attacks()) {
            Optional<Difference> d = findings.difference(defence.name(), a.name(), headline);
            List<String> group = d.isEmpty()
                    ? missing
                    : d.get().belowZero() ? lower : d.get().aboveZero() ? higher : unclear;
            group.add(a.name());
        }
        return new AttackVerdict(defence.name(), lower, higher, unclear, missing, findings.limits(defence.name()));
    }

    /** Whether it is lower after every attack. */
    public boolean lowerThroughout() {
        return higher.isEmpty() && unclear.isEmpty() && missing.isEmpty();
    }

    /** Whether the defence holds; none if that cannot be said. */
    public Optional<Boolean> holds() {
        if (!missing.isEmpty()) return Optional.empty();
        if (!higher.isEmpty()) return Optional.of(false);
        return lowerThroughout() && limits == UtilityLimits.KEPT ? Optional.of(true) : Optional.empty();
    }
}
