// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.landscape;

import dev.lox.checkpoint.BadInputException;
import dev.lox.lm.model.Blend;
import dev.lox.lm.model.CausalLm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The plane that models span: from the first to the second along x, and at right angles to that, towards the third, or
 * the middle of the third and the fourth, along y. Lengths are in units of the way from the first to the second.
 */
public final class Plane {
    /** Of what is squared: below it, a direction is what rounding left. */
    private static final double NOTHING = 1e-12;

    private final List<Path> models;
    private final double unit;
    private final double[] up;
    private final List<Mark> marks;

    /** @param up one step along y, as multiples of the ways from the first model to each of the others */
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
     * @throws BadInputException if the models do not go together, hold no numbers or span no plane
     */
    public static Plane of(List<Path> models, PlaneProgress progress) throws IOException {
        if (models.size() < 3 || models.size() > 4)
            throw new IllegalArgumentException("a plane of " + models.size() + " models");
        CausalLm.check(new Blend(models.stream().map(m -> new Blend.Term(m, 1)).toList()));
        double[][] gram = Gram.of(models, progress);
        double squared = gram[0][0];
        if (!(squared > 0))
            throw new BadInputException(models.get(1) + ": has the weights of " + models.get(0)
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
        // The reference counts the fourth from the second; that differs along x alone, which goes in any case.
        double[] up = new double[gram.length];
        for (int i = 1; i < up.length; i++) up[i] = 1.0 / rest;
        double before = squared(up, gram);
        up[0] = -dot(up, gram[0]) / gram[0][0];
        double left = squared(up, gram);
        if (!(left > NOTHING * before))
            throw new BadInputException(models.get(2) + ": lies on the line through " + models.get(0) + " and "
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

    /** Where its models stand. */
    public List<Mark> marks() {
        return marks;
    }

    /** The model at a point; its coefficients add up to 1. */
    public Blend blend(double x, double y) {
        List<Blend.Term> others = new ArrayList<>();
        double left = 1;
        for (int i = 0; i < up.length; i++) {
            double coefficient = y * up[i] + (i == 0 ? x : 0);
            others.add(new Blend.Term(models.get(i + 1), coefficient));
            left -= coefficient;
        }
        others.add(0, new Blend.Term(models.get(0), left));
        return new Blend(others);
    }
}
