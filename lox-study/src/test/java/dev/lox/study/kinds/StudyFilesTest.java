// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Studies that people copy: those of the documentation, and those that come with the program. */
class StudyFilesTest {
    @Test
    void examplesOfTheDocumentation_areStudies_oneOfEachKind() throws IOException {
        String text = Files.readString(Path.of("../docs/studies.md"));
        List<String> examples = Pattern.compile("(?s)\n```yaml\n(.*?)\n```\n")
                .matcher(text)
                .results()
                .map(m -> m.group(1))
                .toList();
        List<KindSpec> specs = new ArrayList<>();
        for (String example : examples) specs.add(StudyReader.parse("docs/studies.md", example));
        assertEquals(
                List.of(AttackSpec.class, CalibrationSpec.class, RankSpec.class, LandscapeSpec.class),
                specs.stream().map(Object::getClass).toList());
        AttackSpec attacks = (AttackSpec) specs.get(0);
        assertEquals("as it is", attacks.variants().get(0).name());
        assertTrue(attacks.variants().get(0).isBaseline());
        assertTrue(attacks.variants().stream().anyMatch(VariantSpec::isControl));
        assertEquals(
                List.of("aligned", "hardened", "aligned, attacked", "hardened, attacked"),
                ((LandscapeSpec) specs.get(3)).names());
    }

    @Test
    void whatTheDocumentationCallsDefaults_areDefaults() throws IOException {
        String text = "study: effective_rank\nbase: b\naligned: a\nevaluations: {ASR: {measure: asr, prompts: p}}\n";
        RankSpec spec = (RankSpec) StudyReader.parse("test", text);
        assertEquals(List.of(1, 2, 3, 4, 6, 8), spec.ranks());
        assertEquals(0.05, spec.margin());
        assertEquals(7, LandscapeSpec.DEFAULT_GRID);
    }

    @Test
    void everyStudyThatComesWithTheProgram_isOne_andNamesWhatItNeeds() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of("../studies"))) {
            files = all.filter(f -> f.toString().endsWith(".yaml")).toList();
        }
        assertTrue(files.size() >= 3, files.toString());
        for (Path file : files) {
            StudySpec spec = StudySpec.parse(file.toString(), Files.readString(file));
            assertEquals(2, spec.models().size());
            assertFalse(spec.data().isEmpty());
        }
    }
}
