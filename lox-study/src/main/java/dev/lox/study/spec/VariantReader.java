// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.spec;

import dev.lox.checkpoint.BadInputException;
import dev.lox.harden.Extrapolation;
import dev.lox.harden.RankChoice;
import dev.lox.lm.settings.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The section {@code variants} of a study. */
final class VariantReader {
    /** What the baseline is called where a study does not name it. */
    static final String BASELINE = "un-hardened";

    private enum Method {
        NONE,
        LOX,
        EXPO,
        RANDOM
    }

    private enum Repair {
        RESTA("resta"),
        WISE_FT("wise-ft"),
        SAFELORA("safelora");

        private final String typed;

        Repair(String typed) {
            this.typed = typed;
        }

        static Optional<String> named(String text) {
            for (Repair r : values()) if (r.typed.equals(text)) return Optional.of(text);
            return Optional.empty();
        }
    }

    private VariantReader() {}

    /** Those that are there, the baseline first, whether it was named or not. */
    static List<VariantSpec> read(Fields top, List<String> complaints) {
        List<VariantSpec> variants = new ArrayList<>();
        top.section("variants").ifPresent(section -> {
            for (Map.Entry<String, Fields> v : section.sections().entrySet())
                variants.add(variant(v.getKey(), v.getValue()));
        });
        if (!top.has("variants")) complaints.add(top.where() + ": variants is missing, expected one or more by name");
        List<VariantSpec> plain =
                variants.stream().filter(VariantSpec::isBaseline).toList();
        if (plain.size() > 1)
            complaints.add(top.where() + ": variants " + plain.get(0).name() + " and "
                    + plain.get(1).name() + " are both the aligned model as it is; keep one");
        VariantSpec baseline = plain.isEmpty() ? VariantSpec.baseline(BASELINE) : plain.get(0);
        variants.removeAll(plain);
        variants.add(0, baseline);
        if (variants.stream().map(VariantSpec::name).distinct().count() < variants.size())
            complaints.add(top.where() + ": variants: " + BASELINE + " is the name of the aligned model as it is;"
                    + " choose another for the one with a method");
        return variants;
    }

    private static VariantSpec variant(String name, Fields fields) {
        Method method = fields.choice("method", Method.class, Method.NONE);
        Optional<Extrapolation> harden = method == Method.NONE ? none(fields) : Optional.of(harden(method, fields));
        Optional<String> safety =
                fields.has("safeinst") ? Optional.of(fields.text("safeinst", null)) : Optional.empty();
        OptionalDouble share = share(fields, safety.isPresent());
        Optional<RepairChoice> repair = fields.section("repair").flatMap(VariantReader::repair);
        fields.refuseOthers();
        return new VariantSpec(name, harden, safety, share, repair);
    }

    private static Optional<Extrapolation> none(Fields fields) {
        for (String key : List.of("rank", "alpha", "seed")) fields.refuse(key, "has no effect without method");
        return Optional.empty();
    }

    private static Extrapolation harden(Method method, Fields fields) {
        double alpha = fields.number("alpha", Extrapolation.DEFAULT.alpha());
        RankChoice rank;
        if (method == Method.EXPO) {
            fields.refuse("rank", "has no effect with method expo, which takes the whole delta");
            rank = new RankChoice.Full();
        } else {
            rank = fields.value(
                    "rank",
                    Extrapolation.DEFAULT.rank(),
                    Extrapolation.DEFAULT.rank(),
                    "a positive number, full, auto or energy:SHARE",
                    VariantReader::rank);
        }
        Extrapolation along = new Extrapolation(rank, alpha);
        if (method == Method.RANDOM) return along.atRandom(fields.wide("seed", 0));
        fields.refuse("seed", "has no effect but with method random");
        return along;
    }

    private static Optional<RankChoice> rank(String text) {
        try {
            return Optional.of(RankChoice.parse(text));
        } catch (BadInputException e) {
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

    private static Optional<RepairChoice> repair(Fields fields) {
        String method = fields.value("method", null, "resta", "resta, wise-ft or safelora", Repair::named);
        OptionalDouble alpha =
                fields.has("alpha") ? OptionalDouble.of(fields.number("alpha", null)) : OptionalDouble.empty();
        Optional<String> rank = fields.has("rank") ? Optional.of(fields.text("rank", null)) : Optional.empty();
        OptionalDouble threshold =
                fields.has("threshold") ? OptionalDouble.of(fields.number("threshold", null)) : OptionalDouble.empty();
        if (method.equals("safelora")) fields.refuse("alpha", "has no effect with safelora");
        else fields.refuse("threshold", "has no effect but with safelora");
        if (!method.equals("resta")) fields.refuse("rank", "has no effect but with resta");
        rank.ifPresent(text -> {
            if (rank(text).isEmpty())
                fields.refuse(
                        "rank",
                        "expected a positive number, full, auto or energy:SHARE, got "
                                + BadInputException.printable(text));
        });
        fields.refuseOthers();
        return Optional.of(new RepairChoice(method, alpha, rank, threshold));
    }
}
