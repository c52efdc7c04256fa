// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import java.util.List;

/**
 * How often a regular expression can step back while it matches at one position of a text of {@link #TEXT} characters.
 *
 * <p>An upper bound: two parts of a pattern are taken to match the same characters, even where they cannot.
 *
 * @param ways in how many ways it can match, so how often it is left
 * @param steps steps back each time it is entered, where what follows cannot fail
 * @param stepsAtEnd more of them, in a last part that cannot fail and is therefore entered only once
 * @param stepsBefore all of them, where what follows can fail
 * @param canFail whether there is a text that it does not match
 * @param shortest the fewest characters that it takes
 * @param repeats whether it takes numbers of characters that differ
 */
record PatternCost(
        double ways,
        double steps,
        double stepsAtEnd,
        double stepsBefore,
        boolean canFail,
        int shortest,
        boolean repeats) {
    /** So long that only the steps that grow with the text count, and numbers beyond its square count as that. */
    static final double TEXT = 1e6;

    PatternCost {
        ways = bounded(ways);
        steps = bounded(steps);
        stepsAtEnd = bounded(stepsAtEnd);
        stepsBefore = bounded(stepsBefore);
    }

    private static double bounded(double number) {
        return Math.min(number, TEXT * TEXT);
    }

    static final PatternCost CHARACTER = new PatternCost(1, 1, 0, 1, true, 1, false);
    /** A place between two characters. */
    static final PatternCost PLACE = new PatternCost(1, 1, 0, 1, true, 0, false);

    static final PatternCost NOTHING = new PatternCost(1, 0, 0, 0, false, 0, false);

    /** Steps back for each character of the text, at least one. A quadratic number has no bound of this kind. */
    double perCharacter() {
        return Math.max(1, Math.rint((steps + stepsAtEnd) / TEXT));
    }

    /** This, then {@code rest}: each way in which this matches is tried until the rest does. */
    PatternCost then(PatternCost rest) {
        return new PatternCost(
                ways * rest.ways,
                rest.canFail ? stepsBefore + ways * rest.steps : steps,
                rest.canFail ? rest.stepsAtEnd : stepsAtEnd + rest.steps + rest.stepsAtEnd,
                stepsBefore + ways * rest.stepsBefore,
                canFail || rest.canFail,
                (int) Math.min((long) shortest + rest.shortest, Integer.MAX_VALUE),
                repeats || rest.repeats);
    }

    static PatternCost oneOf(List<PatternCost> branches) {
        return new PatternCost(
                branches.stream().mapToDouble(b -> b.ways).sum(),
                branches.stream().mapToDouble(b -> b.steps).sum(),
                branches.stream().mapToDouble(b -> b.stepsAtEnd).sum(),
                branches.stream().mapToDouble(b -> b.stepsBefore).sum(),
                branches.stream().allMatch(b -> b.canFail),
                branches.stream().mapToInt(b -> b.shortest).min().orElse(0),
                branches.stream().anyMatch(b -> b.repeats));
    }

    /** @param most none where it is Integer.MAX_VALUE */
    PatternCost times(int least, int most) {
        double rounds = Math.min(most, TEXT);
        // A round of one step takes it only where it fails, and that ends the repetition.
        double failing = stepsBefore <= 1 && shortest > 0 ? 1 : rounds;
        return new PatternCost(
                waysOf(least, most),
                failing * steps,
                failing * stepsAtEnd,
                failing * stepsBefore,
                least > 0 && canFail,
                (int) Math.min((long) shortest * least, Integer.MAX_VALUE),
                repeats || least < most);
    }

    private double waysOf(int least, int most) {
        if (most == Integer.MAX_VALUE) return ways == 1 && shortest > 0 ? TEXT : TEXT * TEXT;
        double all = 0;
        for (int n = least; n <= most; n++) all += Math.pow(ways, n);
        return all;
    }

    /** Matches in one way: the first is kept whatever follows. */
    PatternCost atomic() {
        return new PatternCost(1, steps + stepsAtEnd, 0, steps + stepsAtEnd, canFail, shortest, repeats);
    }

    /** Looks ahead or behind, which takes no characters and can fail. */
    PatternCost looking() {
        return new PatternCost(1, steps + stepsAtEnd + 1, 0, steps + stepsAtEnd + 1, true, 0, repeats);
    }
}
