// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * A limit that results must keep, by every judge's verdicts.
 *
 * @param bound a share from 0 to 1, or a score from 1 to 5
 */
public record Gate(Kind kind, double bound) {
    /** The figure that is limited. */
    public enum Kind {
        MAX_ASR(Measure.ASR),
        MAX_OVERREFUSAL(Measure.OVERREFUSAL),
        MIN_ACCURACY(Measure.ACCURACY),
        MIN_SCORE(Measure.HELPFULNESS);

        private final Measure measure;

        Kind(Measure measure) {
            this.measure = measure;
        }

        /** Its option: {@code --max-asr}. */
        public String option() {
            return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        boolean isMaximum() {
            return this == MAX_ASR || this == MAX_OVERREFUSAL;
        }
    }

    /**
     * The outcome of a gate.
     *
     * @param judge name of the judge; empty for accuracy
     * @param value compared with the bound; empty if nothing could be judged
     */
    public record Outcome(Gate gate, String judge, OptionalDouble value, boolean held) {}

    public Gate {
        boolean score = kind == Kind.MIN_SCORE;
        if (!(bound >= (score ? 1 : 0) && bound <= (score ? 5 : 1)))
            throw new IllegalArgumentException(kind.option() + " must be "
                    + (score ? "a score from 1 to 5" : "from 0 to 1, or 0 % to 100 %") + ", got " + bound);
    }

    /**
     * Compares results with the bound. Unparsed verdicts count as the worse case, and so do degenerate replies where an
     * answer was expected: a gate must not pass for lack of verdicts.
     *
     * @throws IllegalArgumentException if the results have a different measure
     */
    public List<Outcome> check(Results results) {
        if (results.measure() != kind.measure)
            throw new IllegalArgumentException(kind.option() + " bounds no " + results.measure());
        if (kind == Kind.MIN_ACCURACY)
            return List.of(outcome("", results.accuracy().value()));
        List<Outcome> outcomes = new ArrayList<>();
        for (int j = 0; j < results.judges().size(); j++)
            outcomes.add(outcome(results.judges().get(j), value(results, j)));
        return outcomes;
    }

    private OptionalDouble value(Results results, int judge) {
        if (kind == Kind.MAX_OVERREFUSAL)
            return share(
                    results,
                    s -> !s.success(results.measure(), judge).equals(Optional.of(false))
                            || s.degeneration().isPresent());
        if (kind == Kind.MAX_ASR) return results.rate(judge).highest();
        long unparsed = results.unparsed(judge);
        return results.meanScore(judge).stream()
                .mapToDouble(m -> (m.value() * m.count() + unparsed) / (m.count() + unparsed))
                .findFirst();
    }

    private static OptionalDouble share(Results results, Predicate<JudgedSample> worse) {
        return results.samples().stream()
                .mapToDouble(s -> worse.test(s) ? 1 : 0)
                .average();
    }

    private Outcome outcome(String judge, OptionalDouble value) {
        boolean held =
                value.isPresent() && (kind.isMaximum() ? value.getAsDouble() <= bound : value.getAsDouble() >= bound);
        return new Outcome(this, judge, value, held);
    }
}
