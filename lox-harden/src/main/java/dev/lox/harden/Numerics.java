// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.base.Problems;
import dev.lox.base.Setting;
import dev.lox.checkpoint.DType;
import dev.lox.linalg.Svd;
import java.util.Optional;

/**
 * How an edit computes and rounds.
 *
 * @param tolerance bound on each projection's relative error (and residual) before the exact path is taken
 * @param exact take the exact path for every tensor
 * @param dtype stored type of the result; if empty, that of the model the result starts from
 */
public record Numerics(double tolerance, boolean exact, Optional<DType> dtype, Arithmetic arithmetic) {
    /** One rounding at the end, into the type that the model is stored in. */
    public static final Numerics DEFAULT = new Numerics(Svd.TOLERANCE, false, Optional.empty(), Arithmetic.FAITHFUL);

    /** The same, stored in another type. */
    public Numerics storedAs(Optional<DType> type) {
        return new Numerics(tolerance, exact, type, arithmetic);
    }

    /** The type a tensor of type {@code from} is stored in. */
    DType stored(DType from) {
        return from.isReal() ? storedReal().orElse(from) : from;
    }

    /** The type all real tensors are stored in, if they are cast. */
    Optional<DType> storedReal() {
        return arithmetic == Arithmetic.REFERENCE ? Optional.of(DType.BF16) : dtype;
    }

    void check(Problems problems) {
        if (arithmetic == Arithmetic.REFERENCE && dtype.isPresent() && dtype.get() != DType.BF16)
            problems.add(
                    "%s: %s stores bfloat16, got %s",
                    Setting.of("dtype"),
                    Setting.of("compat", "reference"),
                    dtype.get().torchName());
        if (dtype.isPresent() && !dtype.get().isReal())
            problems.add(
                    "%s: expected float32, bfloat16, float16, float64, float8_e4m3fn or float8_e5m2, got %s",
                    Setting.of("dtype"), dtype.get().torchName());
        if (!(tolerance > 0 && tolerance < 1))
            problems.add("%s: expected a number between 0 and 1, got %s", Setting.of("tolerance"), tolerance);
    }
}
