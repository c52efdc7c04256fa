// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.spec;

import dev.lox.checkpoint.BadInputException;
import dev.lox.lm.settings.Fields;
import dev.lox.lm.settings.SettingsYaml;
import dev.lox.lm.settings.SettingsYaml.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads studies: strictly, since a key that is passed over runs another study than the one that was meant. */
public final class StudyReader {
    private static final Limits LIMITS = new Limits("study", 3, 2000);
    private static final double RANK_MARGIN = 0.05;

    private enum Kind {
        ATTACKS,
        EFFECTIVE_RANK,
        LANDSCAPE,
        CALIBRATION
    }

    private StudyReader() {}

    /**
     * Reads text.
     *
     * @param where it was written, for complaints
     * @throws BadInputException with all that is wrong in it
     */
    public static StudySpec parse(String where, String text) throws IOException {
        List<String> complaints = new ArrayList<>();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Fields top = new Fields(SettingsYaml.parse(where, bytes, LIMITS, complaints), "", complaints);
        Optional<? extends StudySpec> spec =
                switch (top.choice("study", Kind.class, null)) {
                    case ATTACKS -> attacks(top, complaints);
                    case CALIBRATION -> attacks(top, complaints).map(CalibrationSpec::new);
                    case EFFECTIVE_RANK -> ranks(top, complaints);
                    case LANDSCAPE -> landscape(top, complaints);
                };
        top.refuseOthers();
        if (!complaints.isEmpty()) throw new BadInputException(complaints);
        return spec.orElseThrow();
    }

    private static Optional<AttackSpec> attacks(Fields top, List<String> complaints) throws IOException {
        String title = top.text("title", "What fine-tuning does to an aligned model");
        String base = top.text("base", null);
        String aligned = top.text("aligned", null);
        List<VariantSpec> variants = VariantReader.read(top, complaints);
        List<AttackPlan> attacks = AttackReader.read(top, complaints);
        List<EvaluationSpec> evaluations = EvaluationReader.read(top, complaints);
        int rank = top.integer("r_metrics", 0);
        if (rank < 0) top.refuse("r_metrics", "expected a rank, or 0 for none, got " + rank);
        if (!complaints.isEmpty()) return Optional.empty();
        return Optional.of(new AttackSpec(
                title,
                base,
                aligned,
                variants,
                attacks,
                evaluations,
                rank == 0 ? OptionalInt.empty() : OptionalInt.of(rank)));
    }

    private static Optional<RankSpec> ranks(Fields top, List<String> complaints) throws IOException {
        String title = top.text("title", "How few directions carry the alignment");
        String base = top.text("base", null);
        String aligned = top.text("aligned", null);
        List<Integer> ranks = new ArrayList<>();
        List<String> asked = top.names("ranks", List.of("1", "2", "3", "4", "6", "8"));
        if (asked.isEmpty()) top.refuse("ranks", "expected one or more, got none");
        for (String text : asked) {
            Optional<Integer> rank = wholeNumber(text);
            if (rank.isPresent() && !ranks.contains(rank.get())) ranks.add(rank.get());
            else top.refuse("ranks", "expected different positive numbers, got " + BadInputException.printable(text));
        }
        double margin = top.number("margin", RANK_MARGIN);
        if (!(margin >= 0 && margin < 1)) top.refuse("margin", "expected a share from 0 and below 1, got " + margin);
        List<EvaluationSpec> evaluations = EvaluationReader.read(top, complaints);
        if (!complaints.isEmpty()) return Optional.empty();
        return Optional.of(
                new RankSpec(title, base, aligned, ranks.stream().sorted().toList(), evaluations, margin));
    }

    private static Optional<LandscapeSpec> landscape(Fields top, List<String> complaints) throws IOException {
        String title = top.text("title", "The safety landscape");
        List<String> names = new ArrayList<>();
        List<String> models = new ArrayList<>();
        top.section("models").ifPresent(section -> {
            names.addAll(section.texts().keySet());
            for (String name : names) models.add(section.text(name, null));
        });
        if (!top.has("models") || models.size() < 3 || models.size() > 4)
            complaints.add(top.where() + ": models: expected three or four by name (the origin, the end of the first"
                    + " direction, and one or two fine-tuned from these), got " + models.size());
        int grid = top.integer("grid", LandscapeSpec.DEFAULT_GRID);
        if (grid < 2 || grid > LandscapeSpec.MOST_GRID)
            top.refuse("grid", "expected 2 to " + LandscapeSpec.MOST_GRID + " points, got " + grid);
        List<EvaluationSpec> evaluations = EvaluationReader.read(top, complaints);
        if (!complaints.isEmpty()) return Optional.empty();
        return Optional.of(new LandscapeSpec(title, names, models, grid, evaluations));
    }

    /** A positive one. */
    static Optional<Integer> wholeNumber(String text) {
        return text.matches("[1-9]\\d{0,8}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }
}
