// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.CheckedJson;
import dev.lox.base.InvalidInputException;
import dev.lox.base.StrictJson;
import dev.lox.eval.results.PairedDifference;
import dev.lox.lm.data.Row;
import dev.lox.lm.data.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What an evaluation found, sample by sample, as its folder has it. */
public final class StoredOutcomes {
    /** A sample is the nth reply to a prompt. */
    private record SampleKey(String id, String prompt, int nth) {}

    private final Path folder;
    private final String measure;
    /** The digests of all samples' requests; empty for those of which the last turn alone is known. */
    private final Map<SampleKey, String> requests = new LinkedHashMap<>();
    /**
     * For each judge, and for right answers under {@code answer}, whether each sample was a success; one whose verdict could
     * not be read is not there.
     */
    private final Map<String, Map<SampleKey, Boolean>> byJudge = new LinkedHashMap<>();
    /** What each judge was asked or goes by, as a digest. */
    private final Map<String, String> questions = new LinkedHashMap<>();

    private StoredOutcomes(Path folder, ObjectNode summary, List<Row> rows) {
        this.folder = folder;
        this.measure = summary.path("measure").asText();
        Map<SampleKey, Integer> seen = new HashMap<>();
        for (Row row : rows) {
            CheckedJson.requireIntact(row.where(), row.fields());
            String id = row.fields().path("id").asText();
            String prompt = row.fields().path("prompt").asText();
            SampleKey key = new SampleKey(id, prompt, seen.merge(new SampleKey(id, prompt, 0), 1, Integer::sum));
            requests.put(key, row.fields().path(RowJson.REQUEST_DIGEST).asText());
            put("answer", key, row.fields().path("correct"));
            for (JsonNode v : row.fields().path("verdicts")) put(v.path("judge").asText(), key, v.path("success"));
        }
        for (JsonNode judge : summary.path("judges"))
            questions.put(
                    judge.path("judge").asText(),
                    judge.path("question_sha256").asText()
                            + judge.path("rules_sha256").asText());
    }

    private void put(String judge, SampleKey key, JsonNode success) {
        if (success.isBoolean())
            byJudge.computeIfAbsent(judge, j -> new LinkedHashMap<>()).put(key, success.booleanValue());
    }

    /**
     * Reads an evaluation's folder.
     *
     * @throws InvalidInputException if it is none, not a finished one, or was changed since
     */
    public static StoredOutcomes read(Path folder) throws IOException {
        Path summary = folder.resolve(EvaluationFolder.SUMMARY);
        if (!Files.exists(summary))
            throw new InvalidInputException(
                    folder + ": has no " + EvaluationFolder.SUMMARY + "; expected the folder of a finished evaluation");
        ObjectNode json = StrictJson.read(summary);
        CheckedJson.requireIntact(summary.toString(), json);
        return new StoredOutcomes(folder, json, Rows.all(folder.resolve(EvaluationFolder.ROWS)));
    }

    public String measure() {
        return measure;
    }

    /** How many samples there are. */
    public int rows() {
        return requests.size();
    }

    /**
     * This one beside another, judge by judge, on the samples that both have.
     *
     * @throws InvalidInputException if they are of different measures, samples of the same id and last turn are replies to
     *     different requests, a judge was asked something else, or no judge or sample is in both
     */
    public Map<String, PairedDifference> compare(StoredOutcomes other) {
        if (!measure.equals(other.measure))
            throw new InvalidInputException(other.folder + ": is an evaluation of " + other.measure + ", expected "
                    + measure + " as in " + folder);
        Map<String, PairedDifference> pairs = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        requests.forEach((key, request) -> {
            String theirs = other.requests.getOrDefault(key, "");
            if (problems.isEmpty() && !request.isEmpty() && !theirs.isEmpty() && !request.equals(theirs))
                problems.add(other.folder + ": sample " + key.id() + " answers another request than in " + folder
                        + ": its last turn is the same, an earlier turn or role is not");
        });
        byJudge.forEach((judge, mine) -> {
            Map<SampleKey, Boolean> theirs = other.byJudge.get(judge);
            if (theirs == null) return;
            PairedDifference pair = pair(mine, theirs);
            pairs.put(judge, pair);
            if (pair.pairs() == 0)
                problems.add(other.folder + ": no sample that " + judge + " judged in " + folder + " is there");
            if (!Objects.equals(questions.get(judge), other.questions.get(judge)))
                problems.add(other.folder + ": " + judge + " was asked something else, or has other rules, than in "
                        + folder + "; judge the replies of one of them again");
        });
        if (pairs.isEmpty())
            problems.add(other.folder + ": has no yes or no of a judge that has one in " + folder + "; there are "
                    + judges() + " and " + other.judges());
        if (!problems.isEmpty()) throw new InvalidInputException(problems);
        return pairs;
    }

    /** How many samples have a partner in another evaluation by id and last turn alone, as one records no request. */
    public long pairsByLastTurn(StoredOutcomes other) {
        return requests.entrySet().stream()
                .filter(mine -> other.requests.containsKey(mine.getKey()))
                .filter(mine -> mine.getValue().isEmpty()
                        || other.requests.getOrDefault(mine.getKey(), "").isEmpty())
                .count();
    }

    private String judges() {
        return byJudge.isEmpty() ? "none" : String.join(", ", byJudge.keySet());
    }

    private static PairedDifference pair(Map<SampleKey, Boolean> mine, Map<SampleKey, Boolean> theirs) {
        long[] counts = new long[4];
        mine.forEach((key, first) -> {
            Boolean second = theirs.get(key);
            if (second != null) counts[(first ? 0 : 2) + (second ? 0 : 1)]++;
        });
        return new PairedDifference(counts[0], counts[1], counts[2], counts[3]);
    }
}
