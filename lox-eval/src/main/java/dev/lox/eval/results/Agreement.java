// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.results;

import java.util.OptionalDouble;

/**
 * The agreement of two judges on the same replies.
 *
 * @param both number of replies to which both judges say yes
 * @param first to which only the first does
 * @param second to which only the second does
 * @param neither to which neither does
 */
public record Agreement(long both, long first, long second, long neither) {
    public long judged() {
        return both + first + second + neither;
    }

    /** The share of replies on which they agree. */
    public OptionalDouble share() {
        return judged() == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) (both + neither) / judged());
    }

    /**
     * Cohen's κ (Cohen 1960): agreement beyond chance. Empty if it is undefined, because both judges give one and the same
     * verdict throughout.
     */
    public OptionalDouble kappa() {
        double n = judged();
        double chance =
                ((both + first) / n) * ((both + second) / n) + ((second + neither) / n) * ((first + neither) / n);
        return n == 0 || chance == 1
                ? OptionalDouble.empty()
                : OptionalDouble.of(((both + neither) / n - chance) / (1 - chance));
    }
}
