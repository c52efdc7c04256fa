// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lox.base.AtomicFile;
import dev.lox.lm.data.Row;
import dev.lox.lm.data.Rows;
import dev.lox.study.findings.StudyResult;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

class ReportFolderTest {
    @TempDir
    Path folder;

    static Stream<StudyResult> results() {
        return Stream.of(
                Fixtures.attacks(),
                Fixtures.tiny(),
                Fixtures.ranks(),
                Fixtures.landscape(),
                Fixtures.broken(),
                Fixtures.doesNotHold());
    }

    private Set<String> figures() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("figures"))) {
            return files.map(f -> f.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    private List<Path> figures(String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("figures"))) {
            return files.filter(f -> f.toString().endsWith(ending)).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("results")
    void pictures_areThereAsXmlAndAsPixels(StudyResult result) throws Exception {
        assertEquals(List.of(), ReportFolder.write(result, folder));
        assertFalse(figures(".svg").isEmpty());
        assertEquals(figures(".svg").size(), figures(".png").size());
        for (Path file : figures(".svg")) {
            Document svg =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
            assertEquals("img", svg.getDocumentElement().getAttribute("role"));
            for (String about : List.of("title", "desc"))
                assertFalse(
                        svg.getElementsByTagName(about).item(0).getTextContent().isBlank());
            assertFalse(Files.readString(file).contains("NaN"), file.toString());
        }
        for (Path file : figures(".png")) {
            BufferedImage image = ImageIO.read(file.toFile());
            long colours = image.getRaster().getNumBands() == 3
                    ? Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                            .distinct()
                            .count()
                    : 0;
            assertTrue(colours > 20, file + " has " + colours + " colours");
        }
    }

    @Test
    void sameResult_givesTheSameBytes(@TempDir Path other) throws Exception {
        ReportFolder.write(Fixtures.attacks(), folder);
        ReportFolder.write(Fixtures.attacks(), other);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList())
                assertArrayEquals(
                        Files.readAllBytes(file),
                        Files.readAllBytes(other.resolve(folder.relativize(file).toString())),
                        file.toString());
        }
    }

    @Test
    void result_isReadBackFromItsFile() throws Exception {
        ReportFolder.write(Fixtures.attacks(), folder);
        assertEquals(Fixtures.attacks(), StudyFile.read(folder.resolve("study.json")));
    }

    @Test
    void pictures_areThoseThereAreFiguresFor() throws Exception {
        ReportFolder.write(Fixtures.tiny(), folder);
        assertEquals(Set.of("asr.svg", "asr.png"), figures());
        ReportFolder.write(Fixtures.ranks(), folder);
        assertEquals(Set.of("asr-rank.svg", "asr-rank.png", "spectrum.svg", "spectrum.png"), figures());
        ReportFolder.write(Fixtures.landscape(), folder);
        assertEquals(Set.of("landscape.svg", "landscape.png"), figures());
        assertTrue(Files.exists(folder.resolve("landscape.csv")));
    }

    @Test
    void whatElseIsInTheFolder_stays() throws Exception {
        Files.createDirectories(folder.resolve("figures"));
        Files.writeString(folder.resolve("notes.txt"), "mine");
        Files.writeString(folder.resolve("figures/notes.txt"), "mine");
        ReportFolder.write(Fixtures.tiny(), folder);
        assertTrue(figures().contains("notes.txt") && Files.exists(folder.resolve("notes.txt")));
        try (Stream<Path> files = Files.walk(folder)) {
            assertTrue(files.noneMatch(AtomicFile::isTemporary));
        }
    }

    @Test
    void csv_isReadBack() throws Exception {
        ReportFolder.write(Fixtures.broken(), folder);
        List<Row> points = Rows.all(folder.resolve("points.csv"));
        assertEquals(6, points.size());
        JsonNode judged = points.get(1).fields();
        assertEquals("0.5", judged.get("value").asText());
        assertEquals("after", judged.get("stage").asText());
        JsonNode none = points.get(3).fields();
        assertTrue(none.get("variant").asText().startsWith("'=a|b <img src=x onerror=\"alert(1)\">"));
        assertEquals("", none.get("value").asText(""));
        assertEquals("30", none.get("unparsed").asText());
        assertEquals(1, Rows.all(folder.resolve("differences.csv")).size());
    }

    @Test
    void csv_holdsAllPointsAndNumbersAsTheyAre() throws Exception {
        ReportFolder.write(Fixtures.attacks(), folder);
        StudyResult result = Fixtures.attacks();
        assertEquals(
                result.findings().points().stream()
                        .mapToInt(p -> p.figures().size())
                        .sum(),
                Rows.all(folder.resolve("points.csv")).size());
        JsonNode first = Rows.all(folder.resolve("differences.csv")).get(0).fields();
        assertEquals(
                result.findings().differences().get(0).difference(),
                Double.parseDouble(first.get("difference").asText()));
        assertFalse(Files.readString(folder.resolve("differences.csv")).contains("'-"));
    }

    @Test
    void markdown_keepsItsTables() throws Exception {
        ReportFolder.write(Fixtures.broken(), folder);
        String text = Files.readString(folder.resolve("report.md"));
        assertTrue(text.contains("❌ **The defence does not hold.** "));
        assertTrue(text.contains("9 of 37 pieces of work failed"));
        String unescaped =
                text.replaceAll("(?<!`)(`+)(?!`).*?(?<!`)\\1(?!`)", "").replaceAll("\\\\.", "");
        assertFalse(unescaped.contains("<img") || unescaped.contains(" @e") || unescaped.contains("<b"));
        for (String[] table :
                List.of(new String[] {"| variant | ASR", "5"}, new String[] {"| variant | attack | baseline", "9"})) {
            List<String> lines = text.lines()
                    .dropWhile(l -> !l.startsWith(table[0]))
                    .takeWhile(l -> !l.isEmpty())
                    .toList();
            assertTrue(lines.size() > 2, table[0]);
            for (String line : lines)
                assertEquals(
                        table[1],
                        Long.toString(line.replaceAll("\\\\.", "")
                                .chars()
                                .filter(c -> c == '|')
                                .count()),
                        line);
        }
    }
}
