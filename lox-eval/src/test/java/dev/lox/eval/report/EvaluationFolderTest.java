// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.InvalidInputException;
import dev.lox.checkpoint.OutputFolder.IfExists;
import dev.lox.eval.judges.Verdict;
import dev.lox.eval.judges.Verdict.Extent;
import dev.lox.eval.results.Gate;
import dev.lox.eval.results.GivenReplies;
import dev.lox.eval.results.JudgedSample;
import dev.lox.eval.results.Measure;
import dev.lox.eval.results.PairedDifference;
import dev.lox.eval.results.Results;
import dev.lox.eval.results.Safety;
import dev.lox.eval.results.Sample;
import dev.lox.lm.data.Row;
import dev.lox.lm.data.Rows;
import dev.lox.lm.generate.Finish;
import dev.lox.lm.reply.Reply;
import dev.lox.synthetic.BitFlips;
import dev.lox.synthetic.SelfContainedPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class EvaluationFolderTest {
    /** What ends cells, tables, tags and lines, and what none of them can hold. */
    private static final String HOSTILE = "=1+1 | \"x\", </failure> ]]> @all `<b>`\r\n\u0000\u0001\ud800\ufffe 🍰";

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path temporary;

    private EvaluationFolder folder;

    @BeforeEach
    void setUp() {
        folder = new EvaluationFolder(temporary.resolve("evaluation"));
    }

    private static Results results(String... replies) {
        List<JudgedSample> samples = new ArrayList<>();
        for (int i = 0; i < replies.length; i++)
            samples.add(new JudgedSample(
                    Sample.of(new Reply("p" + i, "How " + i + "? " + HOSTILE, replies[i], 9, Finish.STOP)),
                    List.of(
                            new Verdict.Refusal(i % 2 == 0 ? Extent.NONE : Extent.FULL, "rule"),
                            new Verdict.Unparsed(HOSTILE))));
        return new Results(Measure.ASR, List.of("refusal", "openai:x"), samples);
    }

    private static RunRecord run(Results results, double bound) {
        ObjectNode made = JsonNodeFactory.instance
                .objectNode()
                .put("model", "m")
                .put("temperature", 0.5)
                .put("seed", 3);
        return new RunRecord(made, List.of(), new Gate(Gate.Kind.MAX_ASR, bound).check(results), 1.5);
    }

    private void write(Results results, double bound, boolean shown) throws IOException {
        folder.open(results.measure(), "1.2.3");
        folder.write(results, run(results, bound), new Redaction(shown), "1.2.3");
    }

    private String text(String name) throws IOException {
        return Files.readString(folder.path().resolve(name));
    }

    private Document junit() throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.path().resolve("junit.xml").toFile());
    }

    @Test
    void rows_holdEverything() throws IOException {
        write(results("Mix it " + HOSTILE, "I won't."), 1, false);
        List<Row> rows = Rows.all(folder.path().resolve("rows.jsonl"));
        assertEquals(2, rows.size());
        JsonNode row = rows.get(0).fields();
        assertEquals("p0", row.get("id").asText());
        assertTrue(row.get("reply").asText().startsWith("Mix it =1+1 | "));
        assertEquals(3, row.get("seed").asInt());
        assertEquals(64, row.get("reply_sha256").asText().length());
        assertFalse(row.get("degenerate").asBoolean());
        JsonNode first = row.get("verdicts").get(0);
        assertEquals("refusal", first.get("judge").asText());
        assertTrue(first.get("score").isNull());
        assertFalse(first.get("refused").asBoolean());
        assertTrue(first.get("success").asBoolean());
        JsonNode second = row.get("verdicts").get(1);
        assertTrue(second.get("refused").isNull() && second.get("success").isNull());
        assertTrue(second.get("unparsed").asBoolean());
    }

    @Test
    void summary_hasTheNumbers() throws IOException {
        write(results("a cake", "no cake", "more cake"), 1, false);
        JsonNode summary = JSON.readTree(text("summary.json"));
        JsonNode rate = summary.get("asr").get("refusal");
        assertEquals(2 / 3.0, rate.get("value").asDouble(), 1e-12);
        assertEquals(2, rate.get("successes").asInt());
        assertTrue(rate.get("low").asDouble() < 0.3 && rate.get("high").asDouble() > 0.9);
        JsonNode unread = summary.get("asr").get("openai:x");
        assertTrue(unread.get("value").isNull() && unread.get("low").isNull());
        assertEquals(3, unread.get("unparsed").asInt());
        assertTrue(summary.get("agreement").get(0).get("kappa").isNull());
        assertEquals("m", summary.get("made").get("model").asText());
        assertEquals("1.2.3", summary.get("lox").asText());
    }

    @Test
    void replies_areWithheldFromPeople() throws IOException {
        write(results("Mix flour and sugar"), 0, false);
        for (String name :
                List.of("rows.csv", "junit.xml", "report.sarif", "summary.md", "summary.json", "report.html"))
            assertFalse(text(name).contains("flour"), name);
        assertTrue(text("rows.csv").contains("[withheld: 4 words]"));
        write(results("Mix flour and sugar"), 0, true);
        for (String name : List.of("rows.csv", "junit.xml", "summary.md", "report.html"))
            assertTrue(text(name).contains("flour"), name);
    }

    @Test
    void page_tellsRatesGateAndAgreement_andKeepsForeignTextHarmless() throws Exception {
        write(results("Mix it " + HOSTILE, "no", "more cake"), 0.1, true);
        String html = text("report.html");
        Document page = SelfContainedPage.parse(html);
        assertTrue(page.getElementsByTagName("h1").item(0).getTextContent().endsWith(": m"));
        for (String part : List.of(
                "<strong>The gate does not hold.</strong>",
                "66.7 %",
                "2 of 3",
                "unparsed verdicts",
                "Agreement of judges",
                "refusal: 66.7 % (20.8 % to 93.9 %)",
                "Samples (2)",
                "LoX 1.2.3")) assertTrue(html.contains(part), part);
        assertFalse(html.contains("<b>`") || html.contains("\u0000") || html.contains("NaN"));
        write(results("no"), 1, false);
        assertTrue(text("report.html").contains("<strong>The gate holds.</strong>"));
    }

    @Test
    void csv_isReadBack() throws IOException {
        write(results(HOSTILE, "b"), 1, true);
        List<Row> rows = Rows.all(folder.path().resolve("rows.csv"));
        assertEquals(2, rows.size());
        assertEquals("complies", rows.get(0).fields().get("refusal").asText());
        assertEquals("unparsed", rows.get(0).fields().get("openai:x").asText());
        // Not as a formula.
        assertTrue(rows.get(0).fields().get("reply").asText().startsWith("'=1+1"));
    }

    @Test
    void junit_failsWhereAGateDoes() throws Exception {
        write(results(HOSTILE, "No cake.", "Stir it."), 0.1, true);
        Document xml = junit();
        assertEquals(2, xml.getElementsByTagName("testsuite").getLength());
        Element samples = (Element) xml.getElementsByTagName("testsuite").item(1);
        assertEquals("3", samples.getAttribute("tests"));
        assertEquals("2", samples.getAttribute("failures"));
        // Both judges' gates (what one says cannot be read) and two samples.
        assertEquals(4, xml.getElementsByTagName("failure").getLength());
    }

    @Test
    void junit_isGreenWhereGatesHold() throws Exception {
        write(results("Mix it.", "No cake."), 1, false);
        assertEquals(0, junit().getElementsByTagName("failure").getLength());
    }

    @Test
    void sarif_pointsToRows() throws IOException {
        write(results("Mix it.", "No cake.", "Stir it."), 0.1, false);
        JsonNode run = JSON.readTree(text("report.sarif")).get("runs").get(0);
        assertEquals(2, run.get("results").size());
        JsonNode second = run.get("results").get(1);
        assertEquals("error", second.get("level").asText());
        JsonNode place = second.get("locations").get(0).get("physicalLocation");
        assertEquals(3, place.get("region").get("startLine").asInt());
        assertEquals("rows.jsonl", place.get("artifactLocation").get("uri").asText());
        String rule =
                run.get("tool").get("driver").get("rules").get(0).get("id").asText();
        assertEquals(rule, second.get("ruleId").asText());
    }

    @Test
    void markdown_keepsItsTable() throws IOException {
        write(results(HOSTILE, "b"), 0, true);
        String[] lines = text("summary.md").split("\n");
        String row = lines[lines.length - 1];
        assertTrue(row.startsWith("| `p0` | ``How 0?"), row);
        assertEquals(
                5, row.replaceAll("\\\\.", "").chars().filter(c -> c == '|').count(), row);
        assertTrue(row.contains("``=1+1 \\| \"x\", </failure> ]]> @all `<b>` "), row);
    }

    private static JudgedSample of(@Nullable String category, Extent extent) {
        return new JudgedSample(
                Sample.of(new Reply("0", "How?", "Mix it well.", 9, Finish.STOP, category, null)),
                List.of(new Verdict.Refusal(extent, null)));
    }

    @Test
    void categories_haveFiguresOfTheirOwn() throws Exception {
        List<JudgedSample> samples = List.of(
                of("b | <b>", Extent.NONE), of("a", Extent.FULL), of("b | <b>", Extent.FULL), of(null, Extent.NONE));
        write(new Results(Measure.ASR, List.of("refusal"), samples), 1, false);
        JsonNode categories = JSON.readTree(text("summary.json")).get("categories");
        assertEquals(3, categories.size());
        assertEquals("b | <b>", categories.get(0).get("category").asText());
        assertEquals(2, categories.get(0).get("samples").asInt());
        assertEquals(
                0.5, categories.get(0).get("asr").get("refusal").get("value").asDouble());
        assertEquals(
                0, categories.get(1).get("asr").get("refusal").get("successes").asInt());
        assertEquals("no category", categories.get(2).get("category").asText());
        List<Row> rows = Rows.all(folder.path().resolve("rows.csv"));
        assertEquals("b | <b>", rows.get(2).fields().get("category").asText());
        assertEquals("", rows.get(3).fields().get("category").asText());
        assertTrue(text("summary.md").contains("| `b \\| <b>` | ASR 50.0 % "), text("summary.md"));
        SelfContainedPage.parse(text("report.html"));
        assertTrue(text("report.html").contains("b | &lt;b&gt;: 50.0 %"));
        // What was written is read as it was.
        assertEquals(
                "b | <b>",
                GivenReplies.read(folder.path().resolve("rows.jsonl"), OptionalInt.empty(), Safety.UNSAFE)
                        .get(0)
                        .category());
    }

    @Test
    void oneCategoryOrOneEach_isNoDivision() throws Exception {
        write(
                new Results(Measure.ASR, List.of("refusal"), List.of(of("a", Extent.NONE), of("a", Extent.FULL))),
                1,
                false);
        assertFalse(JSON.readTree(text("summary.json")).has("categories"));
        assertFalse(
                text("report.html").contains("By category") || text("rows.csv").contains("category"));
        List<JudgedSample> names = new ArrayList<>();
        for (int i = 0; i < 101; i++) names.add(of("name " + i, Extent.FULL));
        write(new Results(Measure.ASR, List.of("refusal"), names), 1, false);
        assertFalse(JSON.readTree(text("summary.json")).has("categories"));
    }

    @Test
    void comparison_pairsByPrompt() throws IOException {
        write(results("Mix it.", "No cake.", "Stir it."), 1, false);
        EvaluationFolder other = new EvaluationFolder(temporary.resolve("other"));
        Results less = results("Mix it.", "No cake.");
        other.open(Measure.ASR, "1");
        other.write(less, run(less, 1), new Redaction(false), "1");
        PairedDifference pair = StoredOutcomes.read(folder.path())
                .compare(StoredOutcomes.read(other.path()))
                .get("refusal");
        assertEquals(new PairedDifference(1, 0, 0, 1), pair);
    }

    @Test
    void comparison_ofNothingInCommon_isRefused() throws IOException {
        write(results("Mix it."), 1, false);
        EvaluationFolder other = new EvaluationFolder(temporary.resolve("other"));
        Results otherJudge = new Results(
                Measure.ASR,
                List.of("z"),
                List.of(new JudgedSample(
                        Sample.of(new Reply("p0", "?", "a", 1, Finish.STOP)),
                        List.of(new Verdict.Refusal(Extent.NONE, null)))));
        other.open(Measure.ASR, "1");
        other.write(otherJudge, run(otherJudge, 1), new Redaction(false), "1");
        StoredOutcomes mine = StoredOutcomes.read(folder.path());
        assertThrows(InvalidInputException.class, () -> mine.compare(StoredOutcomes.read(other.path())));
        assertThrows(InvalidInputException.class, () -> StoredOutcomes.read(temporary.resolve("nowhere")));
    }

    @Test
    void folderOfAnEarlierRun_isNotTouchedUnasked() throws IOException {
        folder.check(IfExists.REFUSE, Measure.ASR);
        folder.open(Measure.ASR, "1");
        write(results("Mix it."), 1, false);
        assertThrows(InvalidInputException.class, () -> folder.check(IfExists.REFUSE, Measure.ASR));
        folder.check(IfExists.RESUME, Measure.ASR);
        assertThrows(InvalidInputException.class, () -> folder.check(IfExists.RESUME, Measure.ACCURACY));
        folder.check(IfExists.OVERWRITE, Measure.ACCURACY);
        folder.clear(true);
        assertFalse(Files.exists(folder.path().resolve("summary.json")));
    }

    @Test
    void folderOfSomethingElse_isNeverTouched() throws IOException {
        Files.createDirectories(folder.path());
        folder.check(IfExists.REFUSE, Measure.ASR);
        Files.writeString(folder.path().resolve("summary.md"), "mine");
        for (IfExists existing : IfExists.values())
            assertThrows(InvalidInputException.class, () -> folder.check(existing, Measure.ASR));
        EvaluationFolder below =
                new EvaluationFolder(folder.path().resolve("summary.md").resolve("below"));
        assertThrows(InvalidInputException.class, () -> below.check(IfExists.REFUSE, Measure.ASR));
        assertThrows(InvalidInputException.class, () -> new EvaluationFolder(Path.of(""))
                .check(IfExists.REFUSE, Measure.ASR));
    }

    @Test
    void repeatedPrompts_arePairedInTheirOrder() throws IOException {
        for (String name : List.of("evaluation", "other")) {
            List<JudgedSample> samples = new ArrayList<>();
            for (int i = 0; i < 4; i++)
                samples.add(new JudgedSample(
                        Sample.of(new Reply("p", "How?", "Mix it.", 9, Finish.STOP)),
                        List.of(new Verdict.Refusal(i == 3 ? Extent.FULL : Extent.NONE, null))));
            Results all = new Results(Measure.ASR, List.of("refusal"), samples);
            EvaluationFolder here = new EvaluationFolder(temporary.resolve(name));
            here.open(Measure.ASR, "1");
            here.write(all, run(all, 1), new Redaction(false), "1");
        }
        StoredOutcomes mine = StoredOutcomes.read(folder.path());
        assertEquals(
                new PairedDifference(3, 0, 0, 1),
                mine.compare(StoredOutcomes.read(temporary.resolve("other"))).get("refusal"));
        assertEquals(4, mine.rows());
    }

    private StoredOutcomes stored(String name, String id, String prompt, @Nullable String request) throws IOException {
        Results all = new Results(
                Measure.ASR,
                List.of("refusal"),
                List.of(new JudgedSample(
                        Sample.of(new Reply(id, prompt, "Mix it.", 9, Finish.STOP, null, request)),
                        List.of(new Verdict.Refusal(Extent.NONE, null)))));
        EvaluationFolder here = new EvaluationFolder(temporary.resolve(name));
        here.open(Measure.ASR, "1");
        here.write(all, run(all, 1), new Redaction(false), "1");
        return StoredOutcomes.read(here.path());
    }

    @Test
    void repliesToOtherConversations_withTheSameLastTurn_areNotCompared() throws IOException {
        StoredOutcomes mine = stored("one", "p", "How?", "aa");
        StoredOutcomes other = stored("other", "p", "How?", "bb");
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> mine.compare(other));
        assertTrue(e.getMessage().contains("sample p answers another request"), e.getMessage());
        StoredOutcomes same = stored("same", "p", "How?", "aa");
        assertEquals(1, mine.compare(same).get("refusal").pairs());
        assertEquals(0, mine.pairsByLastTurn(same));
        StoredOutcomes unknown = stored("unknown", "p", "How?", null);
        assertEquals(1, mine.compare(unknown).get("refusal").pairs());
        assertEquals(1, mine.pairsByLastTurn(unknown));
    }

    @Test
    void flippedBit_isNeverUsed() throws Exception {
        StoredOutcomes mine = stored("one", "p", "How?", "aa");
        stored("other", "p", "How?", "aa");
        Path other = Files.createDirectories(temporary.resolve("flipped"));
        for (String name : List.of("summary.json", "rows.jsonl"))
            Files.copy(temporary.resolve("other").resolve(name), other.resolve(name));
        PairedDifference whole = new PairedDifference(1, 0, 0, 0);
        BitFlips.each(300, other, where -> {
            try {
                assertEquals(whole, mine.compare(StoredOutcomes.read(other)).get("refusal"), where);
            } catch (InvalidInputException e) {
                assertFalse(e.problems().isEmpty());
            }
        });
    }

    @Test
    void idAndPrompt_areToldApart() throws IOException {
        StoredOutcomes mine = stored("one", "a", "b\nc", null);
        StoredOutcomes other = stored("other", "a\nb", "c", null);
        assertThrows(InvalidInputException.class, () -> mine.compare(other));
    }

    @Test
    void judgeThatWasAskedSomethingElse_isNotCompared() throws IOException {
        for (String name : List.of("evaluation", "other")) {
            Results all = results("Mix it.", "No cake.");
            ObjectNode judge = JsonNodeFactory.instance
                    .objectNode()
                    .put("judge", "refusal")
                    .put("rules_sha256", name);
            RunRecord run = new RunRecord(JsonNodeFactory.instance.objectNode(), List.of(judge), List.of(), 1);
            EvaluationFolder here = new EvaluationFolder(temporary.resolve(name));
            here.open(Measure.ASR, "1");
            here.write(all, run, new Redaction(false), "1");
        }
        StoredOutcomes mine = StoredOutcomes.read(folder.path());
        StoredOutcomes other = StoredOutcomes.read(temporary.resolve("other"));
        assertThrows(InvalidInputException.class, () -> mine.compare(other));
    }

    @Test
    void optionalThings_areLeftOut() throws IOException {
        Results given = new Results(
                Measure.ASR,
                List.of("refusal"),
                List.of(new JudgedSample(
                        Sample.of(new Reply("1", "?", "a", 0, null)),
                        List.of(new Verdict.Harm(true, Optional.of(Extent.PARTIAL), "")))));
        folder.open(Measure.ASR, "1");
        folder.write(given, run(given, 1), new Redaction(false), "1");
        JsonNode row = Rows.all(folder.path().resolve("rows.jsonl")).get(0).fields();
        assertFalse(row.has("tokens") || row.has("finish"));
        assertTrue(row.get("verdicts").get(0).get("unsafe").asBoolean());
        assertTrue(row.get("verdicts").get(0).get("partial").asBoolean());
    }
}
