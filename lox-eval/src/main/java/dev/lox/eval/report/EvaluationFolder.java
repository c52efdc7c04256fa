// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.AtomicFile;
import dev.lox.base.CheckedJson;
import dev.lox.base.InvalidInputException;
import dev.lox.base.Setting;
import dev.lox.base.StrictJson;
import dev.lox.base.WriterLock;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.checkpoint.OutputFolder.IfExists;
import dev.lox.eval.results.JudgedSample;
import dev.lox.eval.results.Measure;
import dev.lox.eval.results.Results;
import dev.lox.lm.reply.ReplyFile;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;

/**
 * The folder of an evaluation: replies as they come, so that a run that was cut off goes on; at the end the rows and what
 * follows from them.
 */
public record EvaluationFolder(Path path) {
    static final String ROWS = "rows.jsonl";
    static final String SUMMARY = "summary.json";

    private static final List<String> CONCLUSIONS =
            List.of(SUMMARY, ROWS, "rows.csv", "junit.xml", "report.sarif", "summary.md", "report.html");

    /** Replies while they are made. */
    public Path replies() {
        return path.resolve("replies.jsonl");
    }

    /**
     * Complains of a folder that is not to be written to; touches nothing.
     *
     * @throws InvalidInputException if it cannot be made, or something is there that is neither to be gone on with nor to be
     *     replaced, or was not made by an evaluation, or by one of another measure
     */
    public void check(IfExists existing, Measure measure) throws IOException {
        if (path.toString().isEmpty()) throw new InvalidInputException("%s is empty; name a folder", Setting.of("out"));
        Optional<String> above = OutputFolder.parentProblem(path);
        if (above.isPresent()) throw new InvalidInputException(above.get());
        if (!Files.exists(path)) return;
        try (Stream<Path> files = Files.list(path)) {
            if (files.allMatch(WriterLock::isLock)) return;
        }
        if (existing == IfExists.REFUSE)
            throw new InvalidInputException(
                    "%s: already exists; pass %s to resume it, or %s",
                    path, Setting.of("resume"), Setting.of("overwrite"));
        Path provenance = path.resolve(OutputFolder.PROVENANCE);
        String before = Files.exists(provenance)
                ? StrictJson.read(provenance).path("measure").asText()
                : "";
        if (before.isEmpty())
            throw new InvalidInputException(
                    "%s: was not made by an evaluation (no %s that says so), so nothing in it is touched; choose another %s",
                    path, OutputFolder.PROVENANCE, Setting.of("out"));
        if (existing == IfExists.RESUME && !before.equals(measure.label()))
            throw new InvalidInputException(
                    "%s: is an evaluation of %s, this call is one of %s; choose another %s, or pass %s",
                    path, before, measure.label(), Setting.of("out"), Setting.of("overwrite"));
    }

    /** Makes the folder known as one of evaluations. */
    public void open(Measure measure, String version) throws IOException {
        Files.createDirectories(path);
        ObjectNode provenance =
                JsonNodeFactory.instance.objectNode().put("lox", version).put("measure", measure.label());
        put(OutputFolder.PROVENANCE, out -> out.write(provenance.toPrettyString() + "\n"));
    }

    /** Takes away what an earlier run concluded, and with it the replies unless they are this run's. */
    public void clear(boolean replies) throws IOException {
        for (String name : CONCLUSIONS) Files.deleteIfExists(path.resolve(name));
        if (!replies) return;
        Files.deleteIfExists(replies());
        Files.deleteIfExists(ReplyFile.settingsOf(replies()));
    }

    /**
     * Writes everything; while it does so there is no summary.json, so that none is taken for that of other rows.
     *
     * @param version of the program
     */
    public void write(Results results, RunRecord run, Redaction redaction, String version) throws IOException {
        Files.deleteIfExists(path.resolve(SUMMARY));
        JsonNode seed =
                run.made().path("temperature").asDouble() > 0 ? run.made().path("seed") : MissingNode.getInstance();
        put(ROWS, out -> {
            for (JudgedSample s : results.samples()) out.write(CheckedJson.seal(RowJson.of(results, s, seed)) + "\n");
        });
        put("rows.csv", out -> RowsCsv.write(out, results, redaction));
        StringWriter xml = new StringWriter();
        try {
            JUnitXml.write(xml, results, run, redaction);
        } catch (XMLStreamException e) {
            throw new AssertionError("a text of legal characters", e);
        }
        put("junit.xml", out -> out.write(xml.toString()));
        put("report.sarif", out -> out.write(Sarif.of(results, run, version).toPrettyString() + "\n"));
        put("summary.md", out -> out.write(Markdown.of(results, run, redaction)));
        put("report.html", out -> out.write(EvaluationPage.of(results, run, redaction, version)));
        ObjectNode summary = SummaryJson.of(results, run).put("lox", version);
        put(SUMMARY, out -> out.write(CheckedJson.seal(summary).toPrettyString() + "\n"));
    }

    private interface Content {
        void write(Writer out) throws IOException;
    }

    private void put(String name, Content content) throws IOException {
        StringWriter text = new StringWriter();
        content.write(text);
        // Not by a strict encoder: replies may hold half a surrogate pair, which is no reason to lose the rest.
        AtomicFile.write(path.resolve(name), text.toString());
    }
}
