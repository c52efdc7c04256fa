// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.landscape;

import dev.lox.base.InvalidInputException;
import dev.lox.lm.model.CausalLm;
import dev.lox.lm.model.WeightedSum;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The plane that models span. The x axis runs from the first model to the second; the y axis is orthogonal to it, towards
 * the third or the midpoint of the third and fourth. The unit of length is the distance between the first two.
 */
public final class Plane {
    /** Relative threshold on squared lengths, below which a direction is only rounding error. */
    private static final double NOTHING = 1e-12;

    private final List<Path> models;
    private final double unit;
    private final double[] up;
    private final List<Mark> marks;

    /** @param up a unit step along y, as coefficients of the other models' differences from the first */
    private Plane(List<Path> models, double unit, double[] up, List<Mark> marks) {
        this.models = models;
        this.unit = unit;
        this.up = up;
        this.marks = marks;
    }

    /**
     * Reads all weights once.
     *
     * @param models three or four, such as an aligned one, its hardened one, and both after fine-tuning
     * @throws InvalidInputException if the models are incompatible, have non-finite weights or do not span a plane
     */
    public static Plane of(List<Path> models) throws IOException {
        if (models.size() < 3 || models.size() > 4)
            throw new IllegalArgumentException("a plane of " + models.size() + " models");
        CausalLm.check(new WeightedSum(
                models.stream().map(m -> new WeightedSum.Term(m, 1)).toList()));
        double[][] gram = Gram.of(models);
        double squared = gram[0][0];
        if (!(squared > 0))
            throw new InvalidInputException(models.get(1) + ": has the weights of " + models.get(0)
                    + ", expected a model that differs from it: the way between them is one of the directions");
        double[] up = up(models, gram);
        List<Mark> marks = new ArrayList<>();
        marks.add(new Mark(models.get(0), 0, 0, 0));
        marks.add(new Mark(models.get(1), 1, 0, 0));
        for (int i = 1; i < gram.length; i++) {
            double x = gram[i][0] / squared;
            double y = dot(up, gram[i]) / squared;
            double rest = gram[i][i] / squared - x * x - y * y;
            double distance = rest > NOTHING * gram[i][i] / squared ? Math.sqrt(rest) : 0;
            marks.add(new Mark(models.get(i + 1), x, y, distance));
        }
        return new Plane(List.copyOf(models), Math.sqrt(squared), up, List.copyOf(marks));
    }

    private static double[] up(List<Path> models, double[][] gram) {
        int rest = gram.length - 1;
        // The reference measures the fourth from the second model. This differs along x only, which is projected out.
        double[] up = new double[gram.length];
        for (int i = 1; i < up.length; i++) up[i] = 1.0 / rest;
        double before = squared(up, gram);
        up[0] = -dot(up, gram[0]) / gram[0][0];
        double left = squared(up, gram);
        if (!(left > NOTHING * before))
            throw new InvalidInputException(models.get(2) + ": lies on the line through " + models.get(0) + " and "
                    + models.get(1) + (rest == 1 ? "" : ", or makes up for " + models.get(3))
                    + ", expected a model off it; a plane needs two directions");
        double scale = Math.sqrt(gram[0][0] / left);
        for (int i = 0; i < up.length; i++) up[i] *= scale;
        return up;
    }

    private static double squared(double[] way, double[][] gram) {
        double sum = 0;
        for (int i = 0; i < way.length; i++) sum += way[i] * dot(way, gram[i]);
        return sum;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += a[i] * b[i];
        return sum;
    }

    /** The length of x = 1 as a Frobenius norm over all weights. */
    public double unit() {
        return unit;
    }

    /** The positions of its models. */
    public List<Mark> marks() {
        return marks;
    }

    /** The model at a point; its coefficients add up to 1. */
    public WeightedSum blend(double x, double y) {
        List<WeightedSum.Term> others = new ArrayList<>();
        double left = 1;
        for (int i = 0; i < up.length; i++) {
            double coefficient = y * up[i] + (i == 0 ? x : 0);
            others.add(new WeightedSum.Term(models.get(i + 1), coefficient));
            left -= coefficient;
        }
        others.add(0, new WeightedSum.Term(models.get(0), left));
        return new WeightedSum(others);
    }
}
