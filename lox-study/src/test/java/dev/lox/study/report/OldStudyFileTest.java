// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.study.findings.AttackFindings;
import dev.lox.study.findings.RankFindings;
import dev.lox.study.findings.StudyResult;
import dev.lox.study.findings.UnkeptLimit;
import dev.lox.study.findings.VariantInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of version 0.1.0: {@code attacks.json} is what its demo wrote. */
class OldStudyFileTest {
    private static final Path OLD = Path.of("src/test/resources/golden/study-0.1/attacks.json");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path folder;

    private StudyResult read(JsonNode study) throws IOException {
        return StudyFile.read(Files.writeString(folder.resolve("study.json"), study.toString()));
    }

    @Test
    void attackStudy_isRead_andWrittenAgainWithTheSameFields() throws IOException {
        JsonNode old = MAPPER.readTree(OLD.toFile());
        StudyResult result = StudyFile.read(OLD);
        assertEquals(Optional.of(true), result.findings().holds(result.headline()));
        JsonNode now = MAPPER.readTree(StudyFile.of(result).toString());
        List<String> fields = new ArrayList<>();
        old.fieldNames().forEachRemaining(fields::add);
        for (String field : fields)
            if (!List.of("verdict", "worst").contains(field)) assertEquals(old.path(field), now.path(field), field);
        assertEquals(old.path("worst").size(), now.path("worst").size());
        for (int i = 0; i < old.path("worst").size(); i++)
            for (String field : List.of("variant", "attack", "asr", "within", "reasons"))
                assertEquals(
                        old.path("worst").path(i).path(field),
                        now.path("worst").path(i).path(field),
                        field);
        assertEquals(result, read(now));
    }

    @Test
    void limitsThatWereSentences_becomeFacts() throws IOException {
        ObjectNode old = (ObjectNode) MAPPER.readTree(OLD.toFile());
        String measured = old.path("evaluations").path(1).path("name").asText();
        String lost = old.path("evaluations").path(2).path("name").asText();
        String attack = old.path("attacks").path(0).path("name").asText();
        List<JsonNode> kept = new ArrayList<>();
        for (JsonNode d : old.path("differences")) {
            boolean after = d.path("variant").asText().equals("hardened") && d.has("attack");
            if (after && d.path("evaluation").asText().equals(measured)) ((ObjectNode) d).put("difference", 0.5);
            if (!after || !d.path("evaluation").asText().equals(lost)) kept.add(d);
        }
        old.putArray("differences").addAll(kept);
        ObjectNode worst = (ObjectNode) old.path("worst").path(1);
        assertEquals("hardened", worst.path("variant").asText());
        worst.put("within", false).putArray("reasons").add("one").add("another");
        AttackFindings findings = (AttackFindings) read(old).findings();
        assertEquals(
                List.of(new UnkeptLimit(measured, attack, 0.5), new UnkeptLimit(lost, attack, null)),
                findings.worst("hardened").orElseThrow().unkept());
    }

    @Test
    void rankStudy_hasItsRanksFromNames_andItsMarginFromTheSettings() throws IOException {
        ObjectNode old = StudyFile.of(Fixtures.ranks());
        old.remove("margin");
        for (JsonNode v : old.path("variants")) ((ObjectNode) v).remove("rank");
        old.put("settings", "study: effective_rank\nmargin: 0.3\n");
        RankFindings findings = (RankFindings) read(old).findings();
        assertEquals(0.3, findings.margin());
        assertEquals(
                Arrays.asList(1, 2, 4, 6, 8, 16, null, 0, null),
                findings.variants().stream().map(VariantInfo::rank).toList());
        old.put("settings", "study: effective_rank\n");
        RankFindings usual = (RankFindings) read(old).findings();
        assertEquals(0.05, usual.margin());
        assertTrue(usual.verdict("asr").rank() == 8, "7 % is within 5 points of 3 %");
    }

    @Test
    void everyKind_isReadBackAsItWas() throws IOException {
        for (StudyResult result : List.of(
                Fixtures.attacks(), Fixtures.tiny(), Fixtures.ranks(), Fixtures.landscape(), Fixtures.doesNotHold()))
            assertEquals(result, read(StudyFile.of(result)));
    }
}
