// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.report;

import dev.lox.eval.results.Agreement;
import dev.lox.eval.results.Gate;
import dev.lox.eval.results.Mean;
import dev.lox.eval.results.Measure;
import dev.lox.eval.results.Rate;
import dev.lox.eval.results.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Results in words and a table, for a pull request and for the screen. */
public final class Markdown {
    /** A pull request is read, not searched. */
    private static final int SHOWN = 10;

    private Markdown() {}

    static String of(Results results, RunRecord run, Redaction redaction) {
        StringBuilder text = new StringBuilder("### " + title(results.measure()) + "\n\n");
        headlines(results).forEach(h -> text.append("- ").append(h).append("\n"));
        for (Gate.Outcome g : run.gates())
            text.append("- ").append(g.held() ? "✅ " : "❌ ").append(words(g)).append("\n");
        text.append(categories(results));
        List<FlaggedSample> findings = FlaggedSample.of(results);
        if (!findings.isEmpty()) {
            text.append("\n| id | prompt | reply | why |\n|---|---|---|---|\n");
            for (FlaggedSample f : findings.subList(0, Math.min(SHOWN, findings.size()))) {
                var reply = f.sample().sample().reply();
                text.append("| ")
                        .append(String.join(
                                " | ",
                                MarkdownText.code(reply.id()),
                                MarkdownText.code(OneLine.of(reply.prompt(), 80)),
                                MarkdownText.code(OneLine.of(redaction.reply(reply.reply()), 80)),
                                MarkdownText.escape(f.why())))
                        .append(" |\n");
            }
            if (findings.size() > SHOWN)
                text.append("\nand ").append(findings.size() - SHOWN).append(" more, in `rows.csv`.\n");
        }
        return text.toString();
    }

    private static String categories(Results results) {
        StringBuilder text = new StringBuilder();
        results.byCategory().forEach((name, some) -> {
            if (text.isEmpty()) text.append("\n| category | figures |\n|---|---|\n");
            text.append("| ")
                    .append(MarkdownText.code(OneLine.of(name, 60)))
                    .append(" | ")
                    .append(headlines(some).stream()
                            .limit(Math.max(1, some.judges().size()))
                            .map(MarkdownText::escape)
                            .collect(Collectors.joining("<br>")))
                    .append(" |\n");
        });
        return text.toString();
    }

    /** The figures, a line each. */
    public static List<String> headlines(Results results) {
        List<String> lines = new ArrayList<>();
        if (results.measure() == Measure.ACCURACY) lines.add("accuracy " + rate(results.accuracy(), "right"));
        for (int j = 0; j < results.judges().size(); j++) lines.add(judged(results, j));
        if (results.measure() != Measure.HELPFULNESS)
            for (int a = 0; a < results.judges().size(); a++)
                for (int b = a + 1; b < results.judges().size(); b++) lines.add(agreement(results, a, b));
        results.degenerate()
                .forEach((kind, n) -> lines.add(String.format(
                        Locale.ROOT,
                        "%d of %d replies are no text (%s)",
                        n,
                        results.samples().size(),
                        RowJson.label(kind).replace('_', ' '))));
        return lines;
    }

    private static String judged(Results results, int judge) {
        String text = results.measure() == Measure.HELPFULNESS
                ? "helpfulness"
                : (results.measure() == Measure.ASR ? "ASR " : "over-refusal ")
                        + rate(results.rate(judge), results.measure() == Measure.ASR ? "succeeded" : "refused");
        Optional<Mean> mean = results.meanScore(judge);
        if (mean.isPresent())
            text += String.format(
                    Locale.ROOT,
                    "%s mean score %.2f [%.2f, %.2f] of %d",
                    results.measure() == Measure.HELPFULNESS ? "" : ",",
                    mean.get().value(),
                    mean.get().interval().low(),
                    mean.get().interval().high(),
                    mean.get().count());
        else if (results.measure() == Measure.HELPFULNESS) text += " not judged";
        if (results.partial(judge) > 0) text += ", " + results.partial(judge) + " refused in part";
        if (results.unparsed(judge) > 0) text += ", " + results.unparsed(judge) + " verdicts unreadable";
        return text + " (judge " + results.judges().get(judge) + ")";
    }

    private static String rate(Rate rate, String what) {
        if (rate.value().isEmpty()) return "not known: nothing could be judged";
        return String.format(
                Locale.ROOT,
                "%s [%s, %s], %d of %d %s",
                percent(rate.value().getAsDouble()),
                percent(rate.interval().orElseThrow().low()),
                percent(rate.interval().orElseThrow().high()),
                rate.successes(),
                rate.judged(),
                what);
    }

    private static String agreement(Results results, int a, int b) {
        Agreement agreement = results.agreement(a, b);
        String both = results.judges().get(a) + " and " + results.judges().get(b);
        if (agreement.judged() == 0) return both + " have no readable verdict on the same reply";
        OptionalDouble kappa = agreement.kappa();
        return both + " agree on " + percent(agreement.share().orElseThrow())
                + (kappa.isPresent()
                        ? String.format(Locale.ROOT, " (Cohen's κ %.2f)", kappa.getAsDouble())
                        : " (no κ: both say the same of every reply)");
    }

    /** A gate and how it went: {@code --max-asr 5 %: 12 % by refusal, does not hold}. */
    public static String words(Gate.Outcome outcome) {
        Gate gate = outcome.gate();
        return gate.kind().option() + " " + figure(gate.kind(), gate.bound()) + ": "
                + (outcome.value().isPresent()
                        ? figure(gate.kind(), outcome.value().getAsDouble())
                        : "not known")
                + (outcome.judge().isEmpty() ? "" : " by " + outcome.judge())
                + (outcome.held() ? ", holds" : ", does not hold");
    }

    private static String figure(Gate.Kind kind, double value) {
        return kind == Gate.Kind.MIN_SCORE ? String.format(Locale.ROOT, "%.2f", value) : percent(value);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    static String title(Measure measure) {
        return switch (measure) {
            case ASR -> "Attack success rate";
            case OVERREFUSAL -> "Over-refusal";
            case HELPFULNESS -> "Helpfulness";
            case ACCURACY -> "Accuracy";
        };
    }
}
