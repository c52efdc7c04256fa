// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import dev.lox.harden.RandomControl;
import dev.lox.harden.WeightMethod;
import dev.lox.study.findings.VariantInfo;
import dev.lox.study.findings.VariantKind;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A defence of the aligned model: hardening before an attack, safety rows among the attack's, or repair afterwards.
 *
 * @param harden before the attack
 * @param safety safety rows to mix into the attack's rows
 * @param safetyShare their share of the whole; if empty, the recipe's
 * @param repair after the attack
 */
record VariantSpec(
        String name,
        Optional<WeightMethod> harden,
        Optional<String> safety,
        OptionalDouble safetyShare,
        Optional<WeightMethod> repair) {
    /** The unchanged aligned model. */
    static VariantSpec baseline(String name) {
        return new VariantSpec(name, Optional.empty(), Optional.empty(), OptionalDouble.empty(), Optional.empty());
    }

    /** The hardened aligned model. */
    static VariantSpec hardened(String name, WeightMethod method) {
        return new VariantSpec(name, Optional.of(method), Optional.empty(), OptionalDouble.empty(), Optional.empty());
    }

    boolean isBaseline() {
        return harden.isEmpty() && safety.isEmpty() && repair.isEmpty();
    }

    /** Whether it is a control, which shows whether a defence helps because of its direction. */
    boolean isControl() {
        return harden.isPresent() && harden.get() instanceof RandomControl;
    }

    /** Its description in results. */
    VariantInfo info() {
        VariantKind kind =
                isBaseline() ? VariantKind.BASELINE : isControl() ? VariantKind.CONTROL : VariantKind.DEFENCE;
        return VariantInfo.of(name, kind, words());
    }

    /** How it is made, in words. */
    String words() {
        if (isBaseline()) return "the aligned model as it is";
        StringBuilder words = new StringBuilder();
        harden.ifPresent(h -> words.append(h.caption()));
        safety.ifPresent(s -> words.append(words.isEmpty() ? "" : "; ")
                .append("SafeInst: safety rows mixed into the attack's")
                .append(safetyShare.isPresent() ? ", share " + safetyShare.getAsDouble() : ""));
        repair.ifPresent(r -> words.append(words.isEmpty() ? "" : "; ")
                .append("repaired after the attack: ")
                .append(r.caption()));
        return words.toString();
    }
}
