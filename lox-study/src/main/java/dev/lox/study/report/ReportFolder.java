// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.base.AtomicFile;
import dev.lox.graphics.Picture;
import dev.lox.graphics.PngPicture;
import dev.lox.graphics.Sketch;
import dev.lox.graphics.SvgPicture;
import dev.lox.study.findings.StudyResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A study's result as files: {@code study.json}, a page, a text, tables, and each picture in {@code figures}. */
public final class ReportFolder {
    private ReportFolder() {}

    /**
     * Writes all of it; pictures of an earlier result go, what else is in the folder stays.
     *
     * @return what could not be done and is no reason to fail, in words
     */
    public static List<String> write(StudyResult result, Path folder) throws IOException {
        Files.createDirectories(folder);
        put(folder, StudyFile.NAME, StudyFile.of(result).toPrettyString() + "\n");
        Outcomes outcomes = new Outcomes(result);
        Story story = Story.of(outcomes);
        Pictures pictures = new Pictures(outcomes, story);
        put(folder, "points.csv", ResultCsv.points(result));
        put(folder, "differences.csv", ResultCsv.differences(result));
        for (Map.Entry<String, String> table : story.tables().entrySet()) put(folder, table.getKey(), table.getValue());
        put(folder, "report.md", MarkdownPage.of(outcomes, story.verdict()));
        put(folder, "report.html", HtmlPage.of(outcomes, story.verdict(), pictures));
        return draw(pictures.all(), folder.resolve("figures"));
    }

    private static List<String> draw(List<Picture> pictures, Path folder) throws IOException {
        Files.createDirectories(folder);
        try (DirectoryStream<Path> earlier = Files.newDirectoryStream(folder, "*.{svg,png}")) {
            for (Path file : earlier) Files.delete(file);
        }
        List<String> notes = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Picture picture : pictures) {
            String name = picture.name();
            for (int i = 2; !names.add(name); i++) name = picture.name() + "-" + i;
            Sketch sheet = picture.sheet();
            put(folder, name + ".svg", SvgPicture.file(sheet));
            // What fails for one fails for all.
            if (notes.isEmpty()) {
                try {
                    put(folder, name + ".png", PngPicture.of(sheet));
                } catch (PngPicture.NoDrawingException e) {
                    notes.add(e.getMessage() + "; those as SVG are whole");
                }
            }
        }
        return notes;
    }

    private static void put(Path folder, String name, String text) throws IOException {
        // Not by a strict encoder: names may hold half a surrogate pair, which is no reason to lose the rest.
        put(folder, name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void put(Path folder, String name, byte[] content) throws IOException {
        AtomicFile.write(folder.resolve(name), content);
    }
}
