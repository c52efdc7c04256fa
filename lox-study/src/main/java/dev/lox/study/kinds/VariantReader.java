// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import dev.lox.base.InvalidInputException;
import dev.lox.harden.DirectionWeights;
import dev.lox.harden.Extrapolation;
import dev.lox.harden.Lox;
import dev.lox.harden.RandomControl;
import dev.lox.harden.RankChoice;
import dev.lox.harden.Resta;
import dev.lox.harden.SafeLora;
import dev.lox.harden.WeightMethod;
import dev.lox.harden.WiseFt;
import dev.lox.lm.settings.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The section {@code variants} of a study. */
final class VariantReader {
    /** The default name of the baseline. */
    static final String BASELINE = "un-hardened";

    private enum Harden {
        NONE,
        LOX,
        EXPO,
        RANDOM
    }

    private enum Repair {
        RESTA,
        WISE_FT,
        SAFELORA
    }

    private VariantReader() {}

    /** The variants, with the baseline first, whether or not the study names it. */
    static List<VariantSpec> read(Fields top, List<String> problems) {
        List<VariantSpec> variants = new ArrayList<>();
        int before = problems.size();
        top.section("variants").ifPresent(section -> {
            for (Map.Entry<String, Fields> v : section.sections().entrySet())
                variants.add(variant(v.getKey(), v.getValue()));
        });
        if (variants.isEmpty() && problems.size() == before)
            problems.add(top.where() + ": variants is missing, expected one or more by name");
        List<VariantSpec> plain =
                variants.stream().filter(VariantSpec::isBaseline).toList();
        if (plain.size() > 1)
            problems.add(top.where() + ": variants " + plain.get(0).name() + " and "
                    + plain.get(1).name() + " are both the aligned model as it is; keep one");
        VariantSpec baseline = plain.isEmpty() ? VariantSpec.baseline(BASELINE) : plain.get(0);
        variants.removeAll(plain);
        variants.add(0, baseline);
        if (variants.stream().map(VariantSpec::name).distinct().count() < variants.size())
            problems.add(top.where() + ": variants: " + BASELINE + " is the name of the aligned model as it is;"
                    + " choose another for the one with a method");
        return variants;
    }

    private static VariantSpec variant(String name, Fields fields) {
        Harden method = fields.choice("method", Harden.class, Harden.NONE);
        Optional<WeightMethod> harden = method == Harden.NONE ? none(fields) : Optional.of(harden(method, fields));
        Optional<String> safety =
                fields.has("safeinst") ? Optional.of(fields.text("safeinst", null)) : Optional.empty();
        OptionalDouble share = share(fields, safety.isPresent());
        Optional<WeightMethod> repair = fields.section("repair").flatMap(VariantReader::repair);
        fields.refuseOthers();
        return new VariantSpec(name, harden, safety, share, repair);
    }

    private static Optional<WeightMethod> none(Fields fields) {
        for (String key : List.of("rank", "weights", "alpha", "seed"))
            fields.refuse(key, "has no effect without method");
        return Optional.empty();
    }

    private static WeightMethod harden(Harden method, Fields fields) {
        double alpha = finite(fields, Extrapolation.DEFAULT.alpha());
        RankChoice rank;
        if (method == Harden.EXPO) {
            fields.refuse("rank", "has no effect with method expo, which takes the whole delta");
            fields.refuse("weights", "has no effect with method expo, which takes the whole delta");
            rank = new RankChoice.Full();
        } else {
            rank = rank(fields, Extrapolation.DEFAULT.rank());
        }
        DirectionWeights weights = weights(fields, rank);
        Extrapolation along = new Extrapolation(rank, weights, alpha);
        if (method == Harden.RANDOM) {
            if (rank.isFull())
                fields.refuse("rank", "expected " + RankChoice.PARTIAL + " with method random, got full");
            return new RandomControl(along, fields.wide("seed", 0));
        }
        fields.refuse("seed", "has no effect but with method random");
        return new Lox(along);
    }

    private static double finite(Fields fields, double otherwise) {
        return fields.value("alpha", otherwise, otherwise, "a number", text -> Fields.parseNumber(text)
                .filter(Double::isFinite));
    }

    private static RankChoice rank(Fields fields, RankChoice otherwise) {
        return fields.value("rank", otherwise, otherwise, RankChoice.SYNTAX, VariantReader::rank);
    }

    private static DirectionWeights weights(Fields fields, RankChoice rank) {
        DirectionWeights uniform = DirectionWeights.UNIFORM;
        DirectionWeights weights = fields.value("weights", uniform, uniform, DirectionWeights.SYNTAX, text -> {
            try {
                return Optional.of(DirectionWeights.parse(text));
            } catch (InvalidInputException e) {
                return Optional.empty();
            }
        });
        if (rank.isFull() && !weights.equals(uniform))
            fields.refuse("weights", "expected rank as " + RankChoice.PARTIAL + " with it, got full");
        return weights;
    }

    private static Optional<RankChoice> rank(String text) {
        try {
            return Optional.of(RankChoice.parse(text));
        } catch (InvalidInputException e) {
            return Optional.empty();
        }
    }

    private static OptionalDouble share(Fields fields, boolean mixes) {
        if (!fields.has("safeinst_share")) return OptionalDouble.empty();
        double share = fields.number("safeinst_share", null);
        if (!mixes) fields.refuse("safeinst_share", "has no effect without safeinst");
        else if (!(share > 0 && share < 1))
            fields.refuse("safeinst_share", "expected a share above 0 and below 1, got " + share);
        return OptionalDouble.of(share);
    }

    private static Optional<WeightMethod> repair(Fields fields) {
        Repair repair = fields.choice("method", Repair.class, null);
        WeightMethod method =
                switch (repair) {
                    case RESTA -> {
                        RankChoice rank =
                                rank(fields, Resta.DEFAULT.extrapolation().rank());
                        yield new Resta(new Extrapolation(
                                rank,
                                weights(fields, rank),
                                finite(fields, Resta.DEFAULT.extrapolation().alpha())));
                    }
                    case WISE_FT ->
                        new WiseFt(within(fields, "alpha", 0, WiseFt.DEFAULT.alpha(), "the fine-tuned model's share"));
                    case SAFELORA ->
                        new SafeLora(within(fields, "threshold", -1, SafeLora.DEFAULT.threshold(), "a cosine"));
                };
        fields.refuseOthers();
        return Optional.of(method);
    }

    /** A number from {@code least} to 1. */
    private static double within(Fields fields, String key, double least, double otherwise, String what) {
        return fields.value(
                key, otherwise, otherwise, what + ", from " + least + " to 1", text -> Fields.parseNumber(text)
                        .filter(n -> n >= least && n <= 1));
    }
}
