// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lox.study.demo.TinyData;
import dev.lox.study.demo.TinyPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies by options, on the tiny pair; prompts and steps are as few as a study can have. */
class StudyCommandTest {
    @TempDir
    static Path tiny;

    private static TinyPair pair;
    private static Path recipe;

    @TempDir
    Path folder;

    @BeforeAll
    static void unpack() throws IOException {
        pair = TinyPair.unpack(tiny);
        TinyData.harmfulPrompts(tiny.resolve("harmful.jsonl"));
        TinyData.benignPrompts(tiny.resolve("benign.jsonl"));
        Path rows = tiny.resolve("rows.jsonl");
        TinyData.attack(rows, 1);
        Files.write(rows, Files.readAllLines(rows).subList(0, 64));
        String shuffled = Files.readString(pair.attack()).replaceFirst("(?m)^shuffle: false", "shuffle: true");
        recipe = Files.writeString(tiny.resolve("sums.yaml"), shuffled);
        Files.writeString(tiny.resolve("sums.jsonl"), "{\"question\": \"1 and 1?\", \"answer\": \"#### 2\"}\n");
    }

    private Cli study(String verb, Object... more) {
        List<Object> args = new ArrayList<>(List.of("study", verb, "--out", folder.resolve("out"), "--threads", "2"));
        args.addAll(List.of(more));
        return Cli.run(args.toArray());
    }

    private Cli ofPair(String verb, Object... more) {
        List<Object> args = new ArrayList<>(List.of("--base", pair.base(), "--aligned", pair.aligned()));
        args.addAll(List.of("--prompts", tiny.resolve("harmful.jsonl"), "--prompt-format", "chat"));
        args.addAll(List.of("--limit", "4", "--max-new-tokens", "6"));
        args.addAll(List.of(more));
        return study(verb, args.toArray());
    }

    private String attack() {
        return recipe + "=" + tiny.resolve("rows.jsonl");
    }

    private JsonNode result() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("out/study.json").toFile());
    }

    @Test
    void effectiveRank_looksAtBaseEachRankAndAligned() throws IOException {
        Cli run = ofPair("effective-rank", "--ranks", "1,6", "--judge", "refusal", "--json");
        assertEquals(0, run.exit(), run.err());
        assertEquals(
                "effective-rank",
                new ObjectMapper().readTree(run.out()).path("study").asText());
        assertEquals(4, result().path("points").size());
        String yaml = Files.readString(folder.resolve("out/study.yaml"));
        assertTrue(yaml.contains("\nranks: [1, 6]\nmargin: 0.05\n"), yaml);
        assertTrue(result().path("reproduce").get(0).asText().startsWith("lox study effective-rank --out "));
    }

    @Test
    void landscape_hasAFigureForEachPointOfTheGrid() throws IOException {
        Path hardened = folder.resolve("hardened");
        assertEquals(
                0,
                Cli.run("harden", "--base", pair.base(), "--aligned", pair.aligned(), "--out", hardened, "--quiet")
                        .exit());
        Cli run = study(
                "landscape",
                "--model",
                "aligned=" + pair.aligned(),
                "--model",
                "hardened=" + hardened,
                "--model",
                "base=" + pair.base(),
                "--grid",
                "2",
                "--prompts",
                tiny.resolve("harmful.jsonl"),
                "--limit",
                "2",
                "--max-new-tokens",
                "4",
                "--prompt-format",
                "chat",
                "--quiet");
        assertEquals(0, run.exit(), run.err());
        assertEquals("", run.out() + run.err());
        assertEquals(4, result().path("surface").path("points").size());
    }

    @Test
    void calibrate_triesEachCandidate_andItsReportCanBeWrittenAnew() throws IOException {
        Cli run = ofPair(
                "calibrate",
                "--attack",
                attack(),
                "--seeds",
                "1,2",
                "--with",
                "max-steps=2",
                "--with",
                "warmup=0",
                "--method",
                "lox",
                "--ranks",
                "6",
                "--alphas",
                "0.5",
                "--benign",
                tiny.resolve("benign.jsonl"));
        assertEquals(0, run.exit(), run.err());
        JsonNode result = result();
        assertEquals("calibration", result.path("study").asText());
        assertEquals(
                "LoX rank=6 alpha=0.5",
                result.path("variants").get(1).path("name").asText());
        assertTrue(run.out().contains("1 candidate"), run.out());
        assertTrue(run.err().contains("[1/"), run.err());

        Path page = folder.resolve("out/report.html");
        Files.delete(page);
        Cli again = Cli.run("study", "report", folder.resolve("out"));
        assertEquals(0, again.exit(), again.err());
        assertEquals(page.toString(), again.out().strip());
        assertTrue(Files.exists(page));
        assertEquals(result, result());
    }

    @Test
    void yamlOfAStudy_runsAsTheOptionsDo_andSharesItsCells() throws IOException {
        List<Object> options = List.of("--ranks", "1", "--judge", "refusal", "--quiet");
        assertEquals(0, ofPair("effective-rank", options.toArray()).exit());
        Cli again = Cli.run(
                "study",
                "run",
                folder.resolve("out/study.yaml"),
                "--out",
                folder.resolve("again"),
                "--cells",
                folder.resolve("out/cells"));
        assertEquals(0, again.exit(), again.err());
        assertFalse(again.err().contains("[1/"), again.err());
    }

    @Test
    void attack_dryRun_namesWhatWouldBeDone_andWritesNothing() {
        Cli run = ofPair(
                "attack",
                "--attack",
                attack(),
                "--seeds",
                "1",
                "--dry-run",
                "--with",
                "warmup=0",
                "--rank",
                "2",
                "--along",
                "2",
                "--benign",
                "builtin:benign",
                "--held-out",
                tiny.resolve("rows.jsonl"),
                "--task",
                tiny.resolve("sums.jsonl"),
                "--variant",
                "lox:rank=16",
                "--variant",
                "resta:alpha=0.5",
                "--variant",
                "safeinst:" + tiny.resolve("rows.jsonl"),
                "--variant",
                "wise-ft",
                "--variant",
                "safelora:threshold=0.2");
        assertEquals(0, run.exit(), run.err());
        for (String label : List.of(
                "LoX rank=16, before: ASR (refusal)",
                "un-hardened, before: over-refusal",
                "RESTA alpha=0.5, after sums, seed 1: ASR",
                "un-hardened, after 2 steps of sums, seed 1: accuracy",
                "WiSE-FT, after sums, seed 1: loss",
                "SafeLoRA threshold=0.2, after sums, seed 1: R metrics",
                "SafeInst, after sums, seed 1: ASR")) assertTrue(run.out().contains(label + "\n"), label + run.out());
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void attack_byDefault_hasLoxAndAControl_threeOrders_twoJudges_bounds() {
        StudyAttackCommand command = new StudyAttackCommand();
        new picocli.CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs(
                        "--base",
                        "b",
                        "--aligned",
                        "a",
                        "--attack",
                        "gsm8k=d",
                        "--attack",
                        "gsm8k=e",
                        "--prompts",
                        "p",
                        "--benign",
                        "q",
                        "--held-out",
                        "h",
                        "--bound",
                        "held-out=none",
                        "--out",
                        "o");
        assertEquals("""
                # Made by `lox study attack`. To be changed, and run by `lox study run`.
                study: attacks
                base: b
                aligned: a
                variants:
                  LoX:
                    method: lox
                  random:
                    method: random
                attacks:
                  gsm8k:
                    recipe: gsm8k
                    data: d
                    seeds: [1, 2, 3]
                  "gsm8k 2":
                    recipe: gsm8k
                    data: e
                    seeds: [1, 2, 3]
                evaluations:
                  ASR:
                    measure: asr
                    prompts: p
                    judges: [compliance, refusal]
                  over-refusal:
                    measure: overrefusal
                    prompts: q
                    bound: "10%"
                  loss:
                    measure: loss
                    data: h
                r_metrics: 6
                """, command.yaml(new ArrayList<>()).text());
    }

    @Test
    void calibrate_byDefault_triesLoxByRankAndAlpha_andExpo() {
        StudyCalibrateCommand command = new StudyCalibrateCommand();
        new picocli.CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .parseArgs("--base", "b", "--aligned", "a", "--attack", "alpaca=d", "--prompts", "p", "--out", "o");
        List<String> names = command.yaml(new ArrayList<>())
                .text()
                .lines()
                .filter(l -> l.matches("  \"(LoX|ExPO).*"))
                .map(l -> l.strip().replaceAll("[\":]", ""))
                .toList();
        assertEquals(
                List.of(
                        "LoX rank=6 alpha=0.5",
                        "LoX rank=6 alpha=1.25",
                        "LoX rank=16 alpha=0.5",
                        "LoX rank=16 alpha=1.25",
                        "ExPO alpha=0.5"),
                names);
    }

    @Test
    void attack_saysAllThatIsWrong_byTheOptions() {
        Cli run = ofPair(
                "attack",
                "--attack",
                "gsm8k",
                "--attack",
                "nothing=x",
                "--seeds",
                "1,1",
                "--with",
                "lr",
                "--with",
                "speed=3",
                "--variant",
                "lox:rang=3",
                "--variant",
                "magic",
                "--variant",
                "lox:rank=x",
                "--variant",
                "wise-ft:alpha=2",
                "--variant",
                "safeinst",
                "--bound",
                "task=5%",
                "--bound",
                "all=1",
                "--rank",
                "-1",
                "--along",
                "x",
                "--parallel",
                "0");
        assertEquals(2, run.exit());
        for (String line : List.of(
                "lox: --attack: expected RECIPE=DATA, got gsm8k",
                "lox: --seeds 1,1: seeds: expected different whole numbers, got 1",
                "lox: --with: expected KEY=VALUE, got lr",
                "lox: --with speed=3: speed: is no option of a recipe",
                "lox: --variant lox:rang=3: expected rank=X or alpha=X behind the colon, got rang=3",
                "lox: --variant magic: expected one of lox, expo, random, safeinst, resta, wise-ft, safelora; the aligned"
                        + " model as it is is always there",
                "lox: --variant safeinst: expected safeinst:DATA",
                "lox: --bound task=5%: has no effect without --task DATA",
                "lox: --bound: expected benign=X, task=X or held-out=X, got all=1",
                "lox: --rank: r_metrics: expected a rank, or 0 for none, got -1",
                "lox: --parallel must be at least 1, got 0"))
            assertTrue(run.err().contains(line + "\n"), line + "\n\n" + run.err());
        assertTrue(run.err().contains("lox: --variant lox:rank=x: "), run.err());
        assertTrue(run.err().contains("lox: --variant wise-ft:alpha=2: "), run.err());
        assertTrue(run.err().contains("lox: --along x: "), run.err());
        assertFalse(run.err().contains("study.yaml"), run.err());
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void whatIsNotThere_isSaidAtOnce() {
        Cli run = study(
                "attack",
                "--base",
                "no/such/base",
                "--aligned",
                "no/such/aligned",
                "--attack",
                "gsm8k=no.jsonl",
                "--prompts",
                "no.csv",
                "--held-out",
                "no.json");
        assertEquals(2, run.exit());
        for (String name : List.of("no/such/base", "no/such/aligned", "no.jsonl", "no.csv", "no.json"))
            assertTrue(run.err().contains("lox: " + name + ": no such f"), name + "\n" + run.err());
    }

    @Test
    void landscape_saysWhatIsWrong() {
        Cli run =
                study("landscape", "--model", "a=x", "--model", "a=y", "--model", "z", "--grid", "1", "--prompts", "p");
        assertEquals(2, run.exit());
        assertTrue(run.err().contains("lox: --model a=y: a occurs twice\n"), run.err());
        assertTrue(run.err().contains("lox: --model: expected NAME=MODEL, got z\n"), run.err());
        assertTrue(run.err().contains("lox: --grid: grid: expected 2 to 101 points, got 1\n"), run.err());
    }

    @Test
    void effectiveRank_saysWhatIsWrong() {
        Cli run = ofPair("effective-rank", "--ranks", "2,0,2", "--margin", "5");
        assertEquals(2, run.exit());
        assertTrue(run.err().contains("--ranks 2,0,2: ranks: expected different positive numbers, got 0"), run.err());
        assertTrue(run.err().contains("--margin: margin: expected a share"), run.err());
    }

    @Test
    void calibrate_saysWhatIsWrong() {
        Cli run = ofPair("calibrate", "--attack", attack(), "--method", "lox,magic", "--alphas", "x");
        assertEquals(2, run.exit());
        assertTrue(run.err().contains("--method: expected lox, expo or random, got magic"), run.err());
        assertTrue(run.err().contains("alpha: expected a number, got x"), run.err());
    }

    @Test
    void report_ofNoStudy_saysSo() {
        Cli run = Cli.run("study", "report", folder);
        assertEquals(2, run.exit());
        assertTrue(run.err().contains("study.json: no such file, expected the folder of a finished study"), run.err());
    }
}
