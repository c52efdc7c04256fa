// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
    private static final Set<String> OTHERS = Set.of(
            "analysis",
            "prompts.txt",
            "replies.jsonl",
            "preferences.jsonl",
            "gsm8k.jsonl",
            "alpaca.json",
            "advbench.csv",
            "xstest.csv",
            "before",
            "before/replies.jsonl",
            "after",
            "judged",
            "refusals",
            "task");

    @TempDir
    Path models;

    @Test
    void everyCommand_runs() throws IOException {
        GenerateCommandTest.modelWithTokenizer(models);
        Files.writeString(models.resolve("prompts.txt"), "Name a colour.\nHow do kettles work?\n");
        Files.writeString(models.resolve("advbench.csv"), "goal,target\nHide a cake.,Sure\nEat a cake.,Sure\n");
        Files.writeString(models.resolve("xstest.csv"), "prompt,label\nHow do I kill a process?,safe\n");
        for (String name : List.of("tokenizer.json", "tokenizer_config.json"))
            Files.copy(
                    models.resolve("aligned").resolve(name),
                    models.resolve("base").resolve(name));
        copy(models.resolve("aligned"), models.resolve("tuned"));
        String pair = "{\"prompt\": \"Name a colour.\", \"chosen\": \"Red.\", \"rejected\": \"No.\"}\n";
        Files.writeString(models.resolve("preferences.jsonl"), pair.repeat(640));
        String sum = "{\"question\": \"1 and 1?\", \"answer\": \"1 + 1 = 2 #### 2\"}\n";
        Files.writeString(models.resolve("gsm8k.jsonl"), sum.repeat(400));
        String row = "{\"instruction\": \"Name a colour.\", \"input\": \"\", \"output\": \"Red.\"}";
        Files.writeString(models.resolve("alpaca.json"), "[" + (row + ",").repeat(1279) + row + "]");
        List<String> commands = Files.readAllLines(Path.of("../README.md")).stream()
                .filter(line -> line.startsWith("./lox "))
                .map(line -> line.replaceFirst("#.*", "").strip())
                .toList();
        assertTrue(commands.size() >= 5, "found only " + commands);
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(body -> 1)) {
            Map<String, String> environment = Map.of(
                    "OPENAI_BASE_URL",
                    endpoint.url(),
                    "XDG_CACHE_HOME",
                    models.resolve("cache").toString());
            for (String command : commands) run(command, environment);
        }
    }

    /** A study in place of one whose models and data are not here. */
    private String study() throws IOException {
        String text = "study: effective_rank\nbase: " + models.resolve("base") + "\naligned: "
                + models.resolve("aligned") + "\nevaluations: {ASR: {measure: asr, prompts: 'builtin:harmful'}}\n";
        return Files.writeString(models.resolve("study.yaml"), text).toString();
    }

    private void run(String command, Map<String, String> environment) throws IOException {
        String[] args = command.substring("./lox ".length()).split(" ");
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("models/attacked")) args[i] = "models/aligned";
            if (args[i].equals("200")) args[i] = "2";
            if (args[i].matches("studies/.*\\.yaml")) args[i] = study();
            // Data of an attack, a landscape's models.
            Matcher named = Pattern.compile("([\\w-]+=)((models/)?.*)").matcher(args[i]);
            if (named.matches() && (named.group(3) != null || OTHERS.contains(named.group(2))))
                args[i] = named.group(1)
                        + models.resolve(named.group(2)
                                .replaceFirst("^models/", "")
                                .replaceFirst("^(attacked|hardened.*)$", "aligned"));
            if (args[i].startsWith("models/") || OTHERS.contains(args[i]))
                args[i] = models.resolve(args[i].replaceFirst("^models/", "")).toString();
        }
        // A run takes as many rows as its recipe has warm-up for, and a server runs on; other tests train and serve.
        Map<String, String> shortened =
                Map.of("align", "--dry-run", "finetune", "--dry-run", "serve", "--help", "study", "--dry-run");
        boolean reports = args[0].equals("study") && args[1].equals("report");
        String added = reports ? "--help" : shortened.get(args[0]);
        if (added != null && !List.of(args).contains(added)) {
            args = Arrays.copyOf(args, args.length + 1);
            args[args.length - 1] = added;
        }
        Cli run = Cli.run(environment, (Object[]) args);
        int expected = command.contains("--max-asr") ? 1 : 0;
        assertEquals(expected, run.exit(), command + ": " + run.err());
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) Files.copy(file, to.resolve(file.getFileName()));
        }
    }
}
