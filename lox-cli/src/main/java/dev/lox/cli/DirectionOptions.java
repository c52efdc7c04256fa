// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.base.InvalidInputException;
import dev.lox.harden.DirectionWeights;
import dev.lox.harden.Extrapolation;
import dev.lox.harden.RankChoice;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which directions of the alignment delta are used, and how much each counts. */
final class DirectionOptions {
    @Option(
            names = "--rank",
            paramLabel = "N|auto|full",
            description =
                    "singular directions kept: a number, auto (optimal hard threshold), energy:SHARE, entropy:ETA, or full;"
                            + " default: 6 to harden, full for resta")
    @Nullable
    String rank;

    @Option(
            names = "--weights",
            paramLabel = "uniform|linear:A1",
            description =
                    "how much each kept direction counts: alike, or falling from A1 at the first to 1 at the last, squared"
                            + " (LSSF); default: uniform")
    @Nullable
    String weights;

    /** Notes that neither has an effect. */
    void refuse(String why, List<String> problems) {
        if (rank != null) problems.add("--rank: " + why + ", got " + rank);
        if (weights != null) problems.add("--weights: " + why + ", got " + weights);
    }

    /** These directions and this distance; what is not given is as in {@code standard}. */
    Extrapolation along(Extrapolation standard, double alpha, List<String> problems) {
        return new Extrapolation(
                parsed(rank, RankChoice::parse, standard.rank(), problems),
                parsed(weights, DirectionWeights::parse, standard.weights(), problems),
                alpha);
    }

    private static <T> T parsed(@Nullable String text, Function<String, T> parser, T otherwise, List<String> problems) {
        try {
            return text == null ? otherwise : parser.apply(text);
        } catch (InvalidInputException e) {
            problems.addAll(Failure.lines(e));
            return otherwise;
        }
    }
}
