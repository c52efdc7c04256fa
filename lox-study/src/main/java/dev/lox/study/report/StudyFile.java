// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import dev.lox.study.findings.EvaluationInfo;
import dev.lox.study.findings.Findings;
import dev.lox.study.findings.ModelInfo;
import dev.lox.study.findings.RunInfo;
import dev.lox.study.findings.StudyResult;
import dev.lox.study.findings.WorstCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** {@code study.json}: a result as one flat object, its facts as the records name them, with the verdict in words. */
public final class StudyFile {
    public static final String NAME = "study.json";

    /** Fields that every kind of study has, if only as empty lists. */
    private static final List<String> LISTS = List.of("variants", "attacks", "points", "differences", "worst");

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private StudyFile() {}

    public static ObjectNode of(StudyResult result) {
        Findings findings = result.findings();
        ObjectNode node = MAPPER.createObjectNode()
                .put("study", findings.kind().label())
                .put("title", result.title())
                .put("lox", result.run().lox());
        verdict(result).forEach(node.putArray("verdict")::add);
        findings.holds(result.headline()).ifPresent(h -> node.put("holds", h));
        node.set("models", MAPPER.valueToTree(result.models()));
        node.set("evaluations", MAPPER.valueToTree(result.evaluations()));
        node.setAll(MAPPER.<ObjectNode>valueToTree(findings));
        for (String list : LISTS) if (!node.has(list)) node.putArray(list);
        int i = 0;
        for (WorstCase w : findings.worst()) {
            ObjectNode worst = (ObjectNode) node.path("worst").path(i++);
            LimitWords.of(result, w).forEach(worst.put("within", w.within()).putArray("reasons")::add);
        }
        return node.setAll(MAPPER.<ObjectNode>valueToTree(result.run()));
    }

    /** The verdict in sentences; the first can stand alone. */
    public static List<String> verdict(StudyResult result) {
        List<String> all = new ArrayList<>(Story.of(new Outcomes(result)).verdict());
        FailedWords.of(result).ifPresent(all::add);
        return all;
    }

    /**
     * Reads what {@link #of} wrote, now or in an earlier version.
     *
     * @throws InvalidInputException if the file holds no result
     */
    public static StudyResult read(Path file) throws IOException {
        try {
            if (!(MAPPER.readTree(Files.readAllBytes(file)) instanceof ObjectNode node))
                throw new InvalidInputException(file + ": is not a study's result");
            OldStudyFile.upgrade(node);
            return new StudyResult(
                    node.path("title").asText(),
                    Arrays.asList(MAPPER.treeToValue(node.path("models"), ModelInfo[].class)),
                    Arrays.asList(MAPPER.treeToValue(node.path("evaluations"), EvaluationInfo[].class)),
                    MAPPER.treeToValue(node, kind(node).findings()),
                    MAPPER.treeToValue(node, RunInfo.class));
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(file + ": is not a study's result ("
                    + ForeignText.printable(
                            e.getOriginalMessage().lines().findFirst().orElse(""))
                    + ")");
        }
    }

    private static Findings.Kind kind(JsonNode node) throws JsonProcessingException {
        return MAPPER.treeToValue(node.path("study"), Findings.Kind.class);
    }
}
