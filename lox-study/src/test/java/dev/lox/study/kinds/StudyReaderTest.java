// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import dev.lox.harden.Extrapolation;
import dev.lox.harden.Lox;
import dev.lox.harden.RandomControl;
import dev.lox.harden.RankChoice;
import dev.lox.harden.Resta;
import dev.lox.harden.SafeLora;
import dev.lox.harden.WiseFt;
import dev.lox.lm.reply.FormatName;
import dev.lox.study.findings.Measure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudyReaderTest {
    /** As little as an attack study needs, without variants and evaluations. */
    private static final String LEAST = """
            study: attacks
            base: b
            aligned: a
            attacks:
              gsm8k: {data: rows}
            """;

    private static final String ASR = """
            evaluations:
              ASR: {measure: asr, prompts: p}
            """;

    private static final String VARIANTS = """
            variants:
              LoX: {method: lox}
            """;

    private static final String RANKS = "study: effective_rank\nbase: b\naligned: a\n" + ASR;
    private static final String PLANE = "study: landscape\nmodels: {a: x, b: y, c: z}\n" + ASR;

    static KindSpec parse(String text) throws IOException {
        return StudyReader.parse("s.yaml", text);
    }

    private static AttackSpec attacks(String text) throws IOException {
        return assertInstanceOf(AttackSpec.class, parse(text));
    }

    private static List<String> problems(String text) {
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> parse(text));
        for (String c : e.problems()) assertTrue(c.startsWith("s.yaml: ") && !c.contains("\n"), c);
        return e.problems();
    }

    private static VariantSpec variant(String yaml) throws IOException {
        AttackSpec spec = attacks(LEAST + ASR + "variants:\n  it: " + yaml);
        return spec.variants().get(spec.variants().size() - 1);
    }

    private static List<String> variantProblems(String yaml) {
        return problems(LEAST + ASR + "variants:\n  it: " + yaml);
    }

    private static EvaluationSpec evaluation(String yaml) throws IOException {
        return parse(LEAST + VARIANTS + ASR + "  it: " + yaml).evaluations().get(1);
    }

    private static List<String> evaluationProblems(String yaml) {
        return problems(LEAST + VARIANTS + ASR + "  it: " + yaml);
    }

    private static AttackPlan attack(String yaml) throws IOException {
        return attacks(VARIANTS + ASR + LEAST + "  it: " + yaml).attacks().get(1);
    }

    private static List<String> attackProblems(String yaml) {
        return problems(VARIANTS + ASR + LEAST + "  it: " + yaml);
    }

    @Test
    void attacks_areReadToWhatTheySay() throws IOException {
        AttackSpec spec = attacks("""
                study: attacks
                title: A table
                base: org/base
                aligned: org/aligned@v2
                r_metrics: 6
                variants:
                  LoX: {method: lox, rank: 8, alpha: 1.5}
                  plain: {method: none}
                attacks:
                  sums:
                    recipe: gsm8k
                    data: rows.jsonl
                    seeds: [3, 1, 2]
                    along: 10
                    with: {max-steps: 25, batch_size: 2, lr: 5e-5, loss: full}
                evaluations:
                  ASR: {measure: asr, prompts: p.csv, limit: 100, judges: [compliance, refusal, compliance], format: chat, max_new_tokens: 24, stops: ["\\n\\n"]}
                """);
        assertEquals("A table", spec.title());
        assertEquals("org/base", spec.base());
        assertEquals("org/aligned@v2", spec.aligned());
        assertEquals(OptionalInt.of(6), spec.subspaceRank());
        assertEquals(
                List.of("plain", "LoX"),
                spec.variants().stream().map(VariantSpec::name).toList());
        AttackPlan attack = spec.attacks().get(0);
        assertEquals("sums", attack.name());
        assertEquals("gsm8k", attack.recipeName());
        assertEquals(List.of(3L, 1L, 2L), attack.seeds());
        assertEquals(10, attack.along());
        assertEquals(25, attack.recipe().maxSteps());
        assertEquals(2, attack.recipe().batches().size());
        assertEquals(5e-5, attack.recipe().optimizer().lr());
        assertEquals(10, attack.recipe().saving().every());
        assertEquals(
                new EvaluationSpec.GenerationEvaluation(
                        "ASR",
                        Measure.ASR,
                        "p.csv",
                        OptionalInt.of(100),
                        List.of("compliance", "refusal"),
                        Optional.of(FormatName.CHAT),
                        24,
                        List.of("\n\n"),
                        OptionalDouble.empty()),
                spec.evaluations().get(0));
        assertEquals(List.of("ASR", "ASR (refusal)"), spec.evaluations().get(0).figures());
    }

    @Test
    void leastOfEachKind_hasDefaults() throws IOException {
        AttackSpec attacks = attacks(LEAST + VARIANTS + ASR);
        assertEquals(List.of(1L), attacks.attacks().get(0).seeds());
        assertEquals(0, attacks.attacks().get(0).along());
        assertEquals(OptionalInt.empty(), attacks.subspaceRank());
        assertEquals("un-hardened", attacks.variants().get(0).name());
        assertEquals(
                new EvaluationSpec.GenerationEvaluation(
                        "ASR",
                        Measure.ASR,
                        "p",
                        OptionalInt.empty(),
                        List.of("refusal"),
                        Optional.empty(),
                        60,
                        List.of(),
                        OptionalDouble.empty()),
                attacks.evaluations().get(0));
        RankSpec ranks = assertInstanceOf(RankSpec.class, parse(RANKS));
        assertEquals(List.of(1, 2, 3, 4, 6, 8), ranks.ranks());
        assertEquals(0.05, ranks.margin());
        LandscapeSpec plane = assertInstanceOf(LandscapeSpec.class, parse(PLANE));
        assertEquals(7, plane.grid());
    }

    @Test
    void effectiveRank_isReadToWhatItSays_ranksAscending() throws IOException {
        RankSpec spec = assertInstanceOf(RankSpec.class, parse(RANKS + "ranks: [4, 1, 2]\nmargin: 0.1\ntitle: T"));
        assertEquals(List.of(1, 2, 4), spec.ranks());
        assertEquals(0.1, spec.margin());
        assertEquals("T", spec.title());
    }

    @Test
    void landscape_isReadToWhatItSays() throws IOException {
        LandscapeSpec spec = assertInstanceOf(LandscapeSpec.class, parse(PLANE + "grid: 3"));
        assertEquals(List.of("a", "b", "c"), spec.names());
        assertEquals(List.of("x", "y", "z"), spec.models());
        assertEquals(3, spec.grid());
    }

    @Test
    void calibration_isAnAttackStudyOfItsCandidates() throws IOException {
        String text = (LEAST + VARIANTS + ASR).replace("study: attacks", "study: calibration");
        CalibrationSpec spec = assertInstanceOf(CalibrationSpec.class, parse(text));
        assertEquals(attacks(LEAST + VARIANTS + ASR).variants(), spec.attacks().variants());
        assertEquals(1, spec.evaluations().size());
    }

    @Test
    void variants_areReadToWhatTheySay() throws IOException {
        assertEquals(
                new RankChoice.Auto(),
                variant("{method: lox, rank: auto}").harden().get().directions().orElseThrow());
        assertEquals(
                new RankChoice.Energy(0.9),
                variant("{method: lox, rank: energy:0.9}")
                        .harden()
                        .get()
                        .directions()
                        .orElseThrow());
        assertEquals(Optional.of(Lox.DEFAULT), variant("{method: lox}").harden());
        assertEquals("expo", variant("{method: expo}").harden().get().label());
        VariantSpec random = variant("{method: random, rank: 6, seed: 7}");
        assertEquals(Optional.of(new RandomControl(Extrapolation.DEFAULT, 7)), random.harden());
        assertTrue(random.isControl());
        VariantSpec mixed = variant("{safeinst: safe.json, safeinst_share: 0.1}");
        assertEquals(Optional.of("safe.json"), mixed.safety());
        assertEquals(OptionalDouble.of(0.1), mixed.safetyShare());
        assertTrue(!mixed.isBaseline() && !mixed.isControl());
    }

    @Test
    void repairs_areReadToWhatTheySay() throws IOException {
        assertEquals(
                Optional.of(new Resta(new Extrapolation(new RankChoice.Fixed(3), 0.25))),
                variant("{repair: {method: resta, rank: 3, alpha: 0.25}}").repair());
        assertEquals(
                Optional.of(Resta.DEFAULT), variant("{repair: {method: resta}}").repair());
        assertEquals(
                Optional.of(new WiseFt(1)),
                variant("{repair: {method: wise_ft, alpha: 1}}").repair());
        assertEquals(
                Optional.of(new SafeLora(-0.5)),
                variant("{repair: {method: safelora, threshold: -0.5}}").repair());
        VariantSpec both = variant("{method: lox, repair: {method: resta}}");
        assertTrue(both.harden().isPresent() && both.repair().isPresent());
    }

    @Test
    void evaluationsOfUse_areReadToWhatTheySay() throws IOException {
        EvaluationSpec refusals = evaluation("{measure: overrefusal, prompts: p, bound: 10%}");
        assertEquals(OptionalDouble.of(0.1), refusals.bound());
        EvaluationSpec.GenerationEvaluation accuracy =
                (EvaluationSpec.GenerationEvaluation) evaluation("{measure: accuracy, data: d, bound: 0.02}");
        assertEquals(List.of(), accuracy.judges());
        assertEquals(List.of("it"), accuracy.figures());
        assertEquals(400, accuracy.maxNewTokens());
        EvaluationSpec.LikelihoodEvaluation loss = (EvaluationSpec.LikelihoodEvaluation)
                evaluation("{measure: loss, data: d, limit: 5, format: chat, max_length: 99, bound: 0.25}");
        assertEquals(OptionalInt.of(5), loss.limit());
        assertEquals(99, loss.recipe().maxLength());
        assertEquals(OptionalDouble.of(0.25), loss.bound());
    }

    @Test
    void everyProblem_isSaidAtOnce_withItsLine() {
        assertEquals(
                List.of(
                        "s.yaml: line 3: aligned: expected a string, got a list",
                        "s.yaml: line 5: variants.a: expected keys below it, got x",
                        "s.yaml: line 6: variants.b.rank: expected a positive number, full, auto, energy:SHARE with a share below 1,"
                                + " or entropy:ETA with ETA up to 1, got -1",
                        "s.yaml: line 6: variants.b.size is not known, expected one of method, alpha, rank, weights, seed,"
                                + " safeinst, safeinst_share, repair",
                        "s.yaml: line 8: attacks.c: attacks.c.data is missing, expected a string",
                        "s.yaml: line 10: evaluations.d.measure: expected asr or overrefusal or accuracy or loss, got 1",
                        "s.yaml: line 11: r_metrics: expected an integer, got six",
                        "s.yaml: line 12: colour is not known, expected one of study, title, base, aligned, variants,"
                                + " attacks, evaluations, r_metrics"),
                problems("""
                        study: attacks
                        base: b
                        aligned: [a]
                        variants:
                          a: x
                          b: {method: lox, rank: -1, size: 3}
                        attacks:
                          c: {recipe: gsm8k}
                        evaluations:
                          d: {measure: 1, prompts: p}
                        r_metrics: six
                        colour: red
                        """));
    }

    @Test
    void sectionsThatAreMissing_areAllNamed() {
        List<String> said = problems("study: attacks\n");
        for (String key : List.of("base is", "aligned is", "variants is", "attacks is", "evaluations: expected"))
            assertTrue(said.stream().anyMatch(c -> c.startsWith("s.yaml: " + key)), key + " in " + said);
        assertEquals(5, said.size(), said.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "variants: {}, variants is missing",
        "attacks: {}, attacks is missing",
        "evaluations: {}, at least one with measure asr",
        "variants:, 'variants: expected keys below it, got nothing'",
        "attacks: [x], 'attacks: expected keys below it, got a list'",
        "evaluations: 3, 'evaluations: expected keys below it, got 3'"
    })
    void emptySection_isRefused(String section, String problem) {
        String key = section.substring(0, section.indexOf(':'));
        String all = key.equals("variants") ? LEAST + ASR : key.equals("attacks") ? VARIANTS + ASR : LEAST + VARIANTS;
        if (key.equals("attacks")) all += "base: b\naligned: a\nstudy: attacks\n";
        List<String> said = problems(all + section);
        assertEquals(1, said.size(), said.toString());
        assertTrue(said.get(0).contains(problem), said.get(0));
    }

    @Test
    void namesThatAreThereTwice_areRefused() {
        assertTrue(problems(LEAST + ASR + VARIANTS + "  LoX: {method: expo}")
                .get(0)
                .endsWith("variants.LoX occurs twice"));
        assertTrue(problems(LEAST + ASR + VARIANTS + "  un-hardened: {method: expo}")
                .get(0)
                .contains("un-hardened is the name of the aligned model"));
        assertTrue(problems(LEAST + VARIANTS + """
                evaluations:
                  X: {measure: asr, prompts: p, judges: [a, b]}
                  X (b): {measure: loss, data: d}
                """).get(0).contains("X (b) would be the name of two figures"));
    }

    @Test
    void twoBaselines_areRefused() {
        assertEquals(
                List.of("s.yaml: variants one and two are both the aligned model as it is; keep one"),
                problems(LEAST + ASR + "variants: {one: {}, L: {method: lox}, two: {method: none}}"));
    }

    @Test
    void studyWithoutAsr_isRefused() {
        assertEquals(
                List.of("s.yaml: evaluations: expected at least one with measure asr"),
                problems(LEAST + VARIANTS + "evaluations:\n  l: {measure: loss, data: d}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{measure: asr, prompts: p, bound: 1%} | is for evaluations of utility",
                "{measure: loss, data: d, bound: -1} | bound: expected at least 0",
                "{measure: loss, data: d, bound: much} | bound: expected a number, or a share",
                "{measure: accuracy, data: d, judges: refusal} | has no effect with accuracy",
                "{measure: overrefusal, prompts: p, judges: []} | judges: expected one or more",
                "{measure: overrefusal, prompts: p, limit: 0} | limit: expected a positive number",
                "{measure: overrefusal, prompts: p, max_new_tokens: 0} | max_new_tokens: expected a positive",
                "{measure: overrefusal, prompts: p, format: html} | format: expected",
                "{measure: overrefusal, prompts: p, max_length: 3} | max_length is not known",
                "{measure: loss, data: d, judges: x} | judges is not known",
                "{measure: loss, data: d, format: html} | format",
                "{measure: loss} | data is missing",
                "{data: d} | measure is missing"
            })
    void evaluationThatCannotBe_isRefused(String yaml, String problem) {
        assertSaid(problem, evaluationProblems(yaml));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{rank: 3} | rank: has no effect without method",
                "{method: expo, rank: 3} | whole delta",
                "{method: lox, seed: 3} | but with method random",
                "{method: random, rank: full} | rank: expected a number",
                "{method: random, rank: 0} | rank: expected a number",
                "{method: lox, alpha: 1e999} | alpha: expected a number, got 1e999",
                "{method: lox, alpha: .inf} | alpha: expected a number, got .inf",
                "{method: magic} | method: expected none or lox or expo or random",
                "{safeinst: s, safeinst_share: 1} | above 0 and below 1",
                "{safeinst_share: 0.1} | has no effect without safeinst",
                "{repair: {method: resta, alpha: -1e999}} | alpha: expected a number",
                "{repair: {method: wise_ft, alpha: 1.5}} | from 0.0 to 1",
                "{repair: {method: wise_ft, rank: 3}} | rank is not known",
                "{repair: {method: safelora, threshold: 2}} | from -1.0 to 1",
                "{repair: {alpha: 1}} | repair.method is missing",
                "{repair: resta} | repair: expected keys below it"
            })
    void variantThatCannotBe_isRefused(String yaml, String problem) {
        assertSaid(problem, variantProblems(yaml));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{data: d, seeds: []} | seeds: expected one or more",
                "{data: d, seeds: [1, 01]} | seeds: expected different whole numbers, got 01",
                "{data: d, seeds: [-1]} | seeds: expected different whole numbers, got -1",
                "{data: d, seeds: 1234567890123456789} | seeds: expected different whole numbers",
                "{data: d, along: -1} | along: expected a number of steps",
                "{data: d, recipe: nothing} | recipe: expected a file or one of",
                "{data: d, recipe: .} | recipe: expected a file or one of",
                "{data: d, with: {seed: 3}} | seed: follows from the attack's seeds",
                "{data: d, with: {save-every: 3}} | save-every: follows from",
                "{data: d, with: {speed: 3}} | with.speed: is no option of a recipe",
                "{data: d, with: {lr: fast}} | --lr: expected a number",
                "{data: d, with: {lr: }} | --lr: expected a number",
                "{data: d, with: {max-steps: -1}} | --max-steps",
                "{data: d, with: {no-shuffle: perhaps}} | no-shuffle: expected true or false, got perhaps",
                "{data: d, with: {lora: 8}} | leave out lora",
                "{data: d, with: [lr]} | with: expected keys below it"
            })
    void attackThatCannotBe_isRefused(String yaml, String problem) {
        assertSaid(problem, attackProblems(yaml));
    }

    @Test
    void attackByPreferences_isRefused(@org.junit.jupiter.api.io.TempDir Path folder) throws IOException {
        Path recipe = Files.copy(Path.of("align.yaml"), folder.resolve("r.yaml"));
        assertSaid("an attack is a supervised fine-tuning", attackProblems("{data: d, recipe: " + recipe + "}"));
    }

    @Test
    void options_areKept_andShufflingLeftAlone() throws IOException {
        assertEquals(
                attack("{data: d}").recipe(),
                attack("{data: d, with: {no-shuffle: false}}").recipe());
        assertTrue(
                attack("{data: d, with: {no-shuffle: true}}").recipe().toYaml().contains("shuffle: false"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ranks: []", "ranks: [0]", "ranks: [1, 1]", "ranks: [a]", "margin: 1", "margin: -0.1"})
    void ranksThatCannotBe_areRefused(String yaml) {
        assertSaid(yaml.substring(0, yaml.indexOf(':')) + ": expected", problems(RANKS + yaml));
    }

    @Test
    void planeThatCannotBe_isRefused() {
        assertSaid("grid: expected 2 to 101 points, got 1", problems(PLANE + "grid: 1"));
        assertSaid("three or four by name", problems("study: landscape\nmodels: {a: x, b: y}\n" + ASR));
        assertSaid("three or four by name", problems("study: landscape\n" + ASR));
        assertSaid("models.c: expected a string", problems("study: landscape\nmodels: {a: x, b: y, c: }\n" + ASR));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "- a", "just words", "study: dance\n", "a: &x 1\nb: *x", "{", "study: !!str attacks"})
    void textThatIsNoStudy_isRefused(String text) {
        problems(text);
    }

    @Test
    void studiesOfThisRepository_areReadWithoutProblem() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of("../studies"))) {
            files = all.filter(f -> f.toString().endsWith(".yaml")).toList();
        }
        assertTrue(!files.isEmpty());
        for (Path file : files)
            assertTrue(StudyReader.parse(file.toString(), Files.readString(file))
                            .evaluations()
                            .size()
                    > 0);
    }

    private static void assertSaid(String words, List<String> problems) {
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.get(0).contains(words), problems.get(0));
    }
}
