// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.results;

import dev.lox.eval.judges.Exchange;
import dev.lox.eval.judges.Judge;
import dev.lox.eval.judges.Verdict;
import dev.lox.eval.judges.Verdict.Extent;
import dev.lox.eval.judges.VerdictSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judged samples and the figures derived from them.
 *
 * @param judges names of the judges
 */
public record Results(Measure measure, List<String> judges, List<JudgedSample> samples) {
    /** More groups are no categories, but names of the samples. */
    private static final int MOST_CATEGORIES = 100;

    private static final String NO_CATEGORY = "no category";

    public Results {
        judges = List.copyOf(judges);
        samples = List.copyOf(samples);
    }

    /**
     * Judges every sample by every judge, one judge after another.
     *
     * @param progress also receives each verdict
     * @throws IOException if a judge does not answer
     */
    public static Results of(Measure measure, List<Sample> samples, List<Judge> judges, VerdictSink progress)
            throws IOException, InterruptedException {
        List<Exchange> exchanges = samples.stream()
                .map(s -> new Exchange(s.reply().prompt(), s.reply().reply()))
                .toList();
        List<List<Verdict>> verdicts = new ArrayList<>();
        samples.forEach(s -> verdicts.add(new ArrayList<>()));
        for (Judge judge : judges) {
            @Nullable Verdict[] found = new Verdict[samples.size()];
            judge.judge(exchanges, (index, verdict) -> {
                found[index] = verdict;
                progress.accept(index, verdict);
            });
            for (int i = 0; i < found.length; i++) verdicts.get(i).add(Objects.requireNonNull(found[i], judge.name()));
        }
        List<JudgedSample> judged = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) judged.add(new JudgedSample(samples.get(i), verdicts.get(i)));
        return new Results(measure, judges.stream().map(Judge::name).toList(), judged);
    }

    /** The measure's rate by one judge. */
    public Rate rate(int judge) {
        return rate(s -> s.success(measure, judge));
    }

    /** The rate of replies that end in the right number; those without a number are wrong. */
    public Rate accuracy() {
        return rate(JudgedSample::correct);
    }

    private Rate rate(Function<JudgedSample, Optional<Boolean>> success) {
        List<Boolean> known =
                samples.stream().map(success).flatMap(Optional::stream).toList();
        long successes = known.stream().filter(s -> s).count();
        return new Rate(successes, known.size(), samples.size() - known.size());
    }

    /** The mean of a judge's scores; empty if it gives none. */
    public Optional<Mean> meanScore(int judge) {
        List<Verdict.Score> scores = samples.stream()
                .flatMap(s -> s.verdicts().get(judge).score().stream())
                .toList();
        return Mean.of(scores.stream().mapToDouble(Verdict.Score::value).toArray())
                .map(m -> m.within(scores.get(0).least(), scores.get(0).most()));
    }

    /** The number of a judge's unparsed verdicts. */
    public long unparsed(int judge) {
        return samples.stream()
                .filter(s -> s.verdicts().get(judge) instanceof Verdict.Unparsed)
                .count();
    }

    /** The number of replies that are partial refusals according to a judge. */
    public long partial(int judge) {
        return samples.stream()
                .filter(s -> s.verdicts().get(judge).refusal().equals(Optional.of(Extent.PARTIAL)))
                .count();
    }

    /** The agreement of two judges on replies for which both verdicts were parsed. */
    public Agreement agreement(int first, int second) {
        long[] counts = new long[4];
        for (JudgedSample s : samples) {
            Optional<Boolean> a = s.success(measure, first);
            Optional<Boolean> b = s.success(measure, second);
            if (a.isPresent() && b.isPresent()) counts[(a.get() ? 0 : 2) + (b.get() ? 0 : 1)]++;
        }
        return new Agreement(counts[0], counts[1], counts[2], counts[3]);
    }

    /**
     * The results of each category, in the order of first occurrence; empty if the samples are not divided into categories.
     * Samples that name no category are of the category {@value #NO_CATEGORY}.
     */
    public Map<String, Results> byCategory() {
        Map<String, List<JudgedSample>> groups = samples.stream()
                .collect(Collectors.groupingBy(
                        s -> Objects.requireNonNullElse(s.sample().reply().category(), NO_CATEGORY),
                        LinkedHashMap::new,
                        Collectors.toList()));
        if (groups.size() < 2 || groups.size() > MOST_CATEGORIES) return Map.of();
        Map<String, Results> results = new LinkedHashMap<>();
        groups.forEach((category, group) -> results.put(category, new Results(measure, judges, group)));
        return results;
    }

    /** The number of degenerate replies, by kind. */
    public Map<Degeneration, Long> degenerate() {
        return samples.stream()
                .map(JudgedSample::degeneration)
                .flatMap(Optional::stream)
                .collect(Collectors.groupingBy(d -> d, TreeMap::new, Collectors.counting()));
    }
}
