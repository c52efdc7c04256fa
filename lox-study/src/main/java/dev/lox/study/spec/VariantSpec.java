// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.spec;

import dev.lox.harden.Direction;
import dev.lox.harden.Extrapolation;
import dev.lox.repair.Method;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A way to have the aligned model withstand an attack: pushed further before it, with safety rows among the attack's, or
 * repaired after it.
 *
 * @param harden before the attack
 * @param safety data of safe behaviour that is mixed into the attack's rows
 * @param safetyShare of the whole; none leaves it to the recipe
 * @param repair after the attack
 */
public record VariantSpec(
        String name,
        Optional<Extrapolation> harden,
        Optional<String> safety,
        OptionalDouble safetyShare,
        Optional<Method> repair) {
    /** The aligned model as it is. */
    public static VariantSpec baseline(String name) {
        return new VariantSpec(name, Optional.empty(), Optional.empty(), OptionalDouble.empty(), Optional.empty());
    }

    /** The aligned model, pushed further. */
    public static VariantSpec hardened(String name, Extrapolation extrapolation) {
        return new VariantSpec(
                name, Optional.of(extrapolation), Optional.empty(), OptionalDouble.empty(), Optional.empty());
    }

    public boolean isBaseline() {
        return harden.isEmpty() && safety.isEmpty() && repair.isEmpty();
    }

    /** Whether it should not help, and is there to show that what helps does so by its direction. */
    public boolean isControl() {
        return harden.isPresent() && harden.get().direction() instanceof Direction.Random;
    }

    /** How it is made, for people. */
    public String words() {
        if (isBaseline()) return "the aligned model as it is";
        StringBuilder words = new StringBuilder();
        harden.ifPresent(h -> words.append(words(h)));
        safety.ifPresent(s -> words.append(words.isEmpty() ? "" : "; ")
                .append("SafeInst: safety rows mixed into the attack's")
                .append(safetyShare.isPresent() ? ", share " + safetyShare.getAsDouble() : ""));
        repair.ifPresent(r -> words.append(words.isEmpty() ? "" : "; ")
                .append("repaired after the attack: ")
                .append(words(r)));
        return words.toString();
    }

    private static String words(Method repair) {
        if (repair instanceof Method.Resta r) return "RESTA, rank " + r.rank() + ", alpha " + r.alpha();
        if (repair instanceof Method.WiseFt w) return "WiSE-FT, the fine-tuned model's share " + w.alpha();
        return "SafeLoRA, threshold " + ((Method.SafeLora) repair).threshold();
    }

    private static String words(Extrapolation h) {
        String to = "rank " + h.rank() + ", alpha " + h.alpha();
        if (h.direction() instanceof Direction.Random random)
            return "control: random directions of the same norm, " + to + ", seed " + random.seed();
        return h.method().equals("expo") ? "ExPO: the whole delta, alpha " + h.alpha() : "LoX, " + to;
    }
}
