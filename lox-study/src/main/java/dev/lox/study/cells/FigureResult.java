// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.cells;

import dev.lox.eval.results.JudgedSample;
import dev.lox.eval.results.Rate;
import dev.lox.eval.results.Results;
import dev.lox.study.findings.Figure;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A figure, with the outcome of each prompt if it is a rate.
 *
 * @param outcomes one character per prompt: 1, 0, or ? if it could not be judged; empty if the figure is not a rate
 */
public record FigureResult(Figure figure, String outcomes) {
    public FigureResult {
        Objects.requireNonNull(figure);
        Objects.requireNonNull(outcomes);
    }

    static FigureResult of(Rate rate, Results results, Function<JudgedSample, Optional<Boolean>> counts) {
        StringBuilder text = new StringBuilder();
        long degenerate = 0;
        for (JudgedSample sample : results.samples()) {
            text.append(counts.apply(sample).map(c -> c ? '1' : '0').orElse('?'));
            if (sample.degeneration().isPresent()) degenerate++;
        }
        Figure figure = new Figure(
                rate.value().isPresent() ? (Double) rate.value().getAsDouble() : null,
                rate.interval().map(i -> (Double) i.low()).orElse(null),
                rate.interval().map(i -> (Double) i.high()).orElse(null),
                rate.judged(),
                rate.unparsed(),
                degenerate);
        return new FigureResult(figure, text.toString());
    }

    /** For each prompt whether it counts; empty where it could not be judged. */
    public List<Optional<Boolean>> byPrompt() {
        return outcomes.chars()
                .mapToObj(c -> c == '?' ? Optional.<Boolean>empty() : Optional.of(c == '1'))
                .toList();
    }
}
