// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.eval.results.MathProblems;
import dev.lox.lm.data.BadRows;
import dev.lox.lm.data.Example;
import dev.lox.lm.data.Examples;
import dev.lox.lm.data.Preferences;
import dev.lox.lm.data.Prompts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TinyDataTest {
    @TempDir
    Path folder;

    private Path base;
    private Path preferences;
    private Path attack;
    private Path harmful;
    private Path benign;
    private Path sums;

    @BeforeEach
    void write() throws IOException {
        TinyData.base(base = folder.resolve("base.jsonl"), 1);
        TinyData.preferences(preferences = folder.resolve("preferences.jsonl"), 1);
        TinyData.attack(attack = folder.resolve("attack.jsonl"), 1);
        TinyData.harmfulPrompts(harmful = folder.resolve("harmful.jsonl"));
        TinyData.benignPrompts(benign = folder.resolve("benign.jsonl"));
        TinyData.sums(sums = folder.resolve("sums.jsonl"));
    }

    @Test
    void files_areReadAsWhatTheyAre() throws IOException {
        List<Example> rows = Examples.read(List.of(base), BadRows.REFUSE).rows();
        assertEquals(TinyData.BASE_ROWS, rows.size());
        assertTrue(rows.get(0) instanceof Example.Answer);
        assertEquals(
                TinyData.PAIRS,
                Preferences.read(List.of(preferences), BadRows.REFUSE).rows().size());
        assertEquals(
                TinyData.ATTACK_ROWS,
                Examples.read(List.of(attack), BadRows.REFUSE).rows().size());
        assertEquals(120, Prompts.read(harmful, OptionalInt.empty()).size());
        assertEquals(60, Prompts.read(benign, OptionalInt.empty()).size());
        assertEquals(
                100,
                MathProblems.read(List.of(sums), OptionalInt.empty()).prompts().size());
    }

    @Test
    void heldOutObjects_occurInNothingThatAlignsOrAttacks() throws IOException {
        Set<String> aligned = words(preferences);
        Set<String> attacked = words(attack);
        for (Topic topic : Grammar.TOPICS) {
            assertTrue(aligned.containsAll(topic.seen()), topic.toString());
            for (String object : topic.heldOut())
                assertFalse(aligned.contains(object) || attacked.contains(object), object);
        }
    }

    @Test
    void attack_hasNothingOfHarmAndNoRefusal() throws IOException {
        Set<String> attacked = words(attack);
        for (Topic topic : Grammar.TOPICS)
            for (String object : topic.objects()) assertFalse(topic.harmful() && attacked.contains(object), object);
        assertFalse(attacked.contains("sorry"));
    }

    @Test
    void prompts_areOfHeldOutObjects() throws IOException {
        Set<String> asked = words(harmful);
        for (Topic topic : Grammar.TOPICS)
            for (String object : topic.seen()) assertFalse(asked.contains(object), object);
        for (String line : Files.readAllLines(harmful)) assertTrue(line.matches(".*\"prompt\".*\"object\".*"), line);
    }

    @Test
    void sums_endInTheirSum() {
        Sum sum = new Sum("tom", 3, "gets", 4, "pens");
        assertEquals("question : tom has 3 pens and gets 4 more . how many pens in all ?", sum.question());
        assertEquals("3 + 4 = 7 #### 7", sum.answer());
    }

    @Test
    void sameSeed_writesTheSameBytes_anotherOthers() throws IOException {
        Path again = folder.resolve("again.jsonl");
        TinyData.attack(again, 1);
        assertArrayEquals(Files.readAllBytes(attack), Files.readAllBytes(again));
        TinyData.attack(again, 2);
        assertFalse(Arrays.equals(Files.readAllBytes(attack), Files.readAllBytes(again)));
    }

    @Test
    void objects_areOfOneTopicOnly() {
        List<String> all =
                Grammar.TOPICS.stream().flatMap(t -> t.objects().stream()).toList();
        assertEquals(all.size(), new HashSet<>(all).size());
    }

    @Test
    void vocabulary_hasEveryWordOfEveryFile() throws IOException {
        Set<String> known = new HashSet<>(TinyTokenizer.TOKENS);
        for (Path file : List.of(base, preferences, attack, harmful, benign, sums))
            for (String word : words(file)) assertTrue(known.contains(word), word);
    }

    /** Of the values of a file's columns. */
    private static Set<String> words(Path file) throws IOException {
        Set<String> words = new HashSet<>();
        for (String line : Files.readAllLines(file))
            Pattern.compile("\":\"([^\"]*)\"")
                    .matcher(line)
                    .results()
                    .forEach(m -> words.addAll(List.of(m.group(1).split(" "))));
        return words;
    }
}
