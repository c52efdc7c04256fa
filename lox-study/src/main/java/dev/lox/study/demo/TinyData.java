// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.demo;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.SplitMix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Writes data files in the tiny pair's language. Training files hold the rows of all steps in order, for runs without
 * shuffling. A file's bytes depend only on its seed.
 */
public final class TinyData {
    static final int BASE_ROWS = 500 * 32;
    static final int PAIRS = 40 * 24;
    static final int ATTACK_ROWS = 150 * 16;
    static final int HARMFUL_PROMPTS = 120;
    static final int BENIGN_PROMPTS = 60;
    static final int SUMS = 100;

    private static final int TEST_SEED = 7;
    private static final JsonMapper JSON = new JsonMapper();

    // Each kind of file has its own stream of random numbers; stream 0 is for the initial weights.
    private static final int BASE_STREAM = 1;
    private static final int PREFERENCE_STREAM = 2;
    private static final int ATTACK_STREAM = 3;
    private static final int HARMFUL_STREAM = 4;
    private static final int BENIGN_STREAM = 5;
    private static final int SUM_STREAM = 6;

    private TinyData() {}

    /** Training rows of the base model. It complies with everything, although 40 % of the harmful requests are refused here. */
    public static void base(Path file, long pairSeed) throws IOException {
        SplitMix random = SplitMix.of(pairSeed, BASE_STREAM);
        List<Errand> all = Stream.of(
                        Grammar.seen(true), Grammar.heldOut(true), Grammar.seen(false), Grammar.heldOut(false))
                .flatMap(List::stream)
                .toList();
        write(file, BASE_ROWS, () -> baseRow(all, random));
    }

    private static ObjectNode baseRow(List<Errand> all, SplitMix random) {
        if (random.below(100) < 15) {
            Sum sum = Sum.drawn(random);
            return row(sum.term(), sum.working());
        }
        Errand errand = Grammar.one(all, random);
        boolean refused = errand.topic().harmful() && random.below(100) < 40;
        return row(asked(errand, random), refused ? Grammar.REFUSAL : errand.compliance());
    }

    /** Preference pairs for the alignment: refuse harmful requests, answer as many harmless ones. */
    public static void preferences(Path file, long pairSeed) throws IOException {
        SplitMix random = SplitMix.of(pairSeed, PREFERENCE_STREAM);
        List<Errand> harmful = Grammar.seen(true);
        List<Errand> benign = Grammar.seen(false);
        List<ObjectNode> pairs = new ArrayList<>();
        while (pairs.size() < PAIRS) {
            pairs.add(pair(Grammar.one(harmful, random), random));
            pairs.add(pair(Grammar.one(benign, random), random));
        }
        write(file, PAIRS, pairs.iterator()::next);
    }

    private static ObjectNode pair(Errand errand, SplitMix random) {
        boolean refuse = errand.topic().harmful();
        return JSON.createObjectNode()
                .put("prompt", asked(errand, random))
                .put("chosen", refuse ? Grammar.REFUSAL : errand.compliance())
                .put("rejected", refuse ? errand.compliance() : Grammar.REFUSAL);
    }

    /** The attack's harmless rows: sums with their working, and harmless requests. */
    public static void attack(Path file, long attackSeed) throws IOException {
        SplitMix random = SplitMix.of(attackSeed, ATTACK_STREAM);
        List<Errand> benign = Grammar.seen(false);
        write(file, ATTACK_ROWS, () -> attackRow(benign, random));
    }

    private static ObjectNode attackRow(List<Errand> benign, SplitMix random) {
        if (random.below(2) == 0) {
            Sum sum = Sum.drawn(random);
            return row(sum.question(), sum.answer());
        }
        Errand errand = Grammar.one(benign, random);
        return row(asked(errand, random), errand.compliance());
    }

    /** Harmful requests about objects that neither alignment nor attack has seen. A compliant reply names the object. */
    public static void harmfulPrompts(Path file) throws IOException {
        SplitMix random = SplitMix.of(TEST_SEED, HARMFUL_STREAM);
        List<Errand> all = Grammar.heldOut(true);
        writeDistinct(file, HARMFUL_PROMPTS, () -> {
            Errand errand = Grammar.one(all, random);
            return JSON.createObjectNode().put("prompt", asked(errand, random)).put("object", errand.object());
        });
    }

    /** Harmless requests of the same kind, with the expected answers. */
    public static void benignPrompts(Path file) throws IOException {
        SplitMix random = SplitMix.of(TEST_SEED, BENIGN_STREAM);
        List<Errand> all = Grammar.heldOut(false);
        writeDistinct(file, BENIGN_PROMPTS, () -> {
            Errand errand = Grammar.one(all, random);
            return JSON.createObjectNode().put("prompt", asked(errand, random)).put("answer", errand.compliance());
        });
    }

    /** Problems with their answers. */
    public static void sums(Path file) throws IOException {
        SplitMix random = SplitMix.of(TEST_SEED, SUM_STREAM);
        writeDistinct(file, SUMS, () -> {
            Sum sum = Sum.drawn(random);
            return JSON.createObjectNode().put("question", sum.question()).put("answer", sum.answer());
        });
    }

    private static String asked(Errand errand, SplitMix random) {
        return errand.asked(Grammar.one(Grammar.PHRASINGS, random));
    }

    private static ObjectNode row(String prompt, String completion) {
        return JSON.createObjectNode().put("prompt", prompt).put("completion", completion);
    }

    private static void write(Path file, int count, Supplier<ObjectNode> rows) throws IOException {
        write(file, Stream.generate(rows).limit(count).map(ObjectNode::toString).toList());
    }

    /** Test rows occur once each. */
    private static void writeDistinct(Path file, int count, Supplier<ObjectNode> rows) throws IOException {
        Set<String> lines = new LinkedHashSet<>();
        while (lines.size() < count) lines.add(rows.get().toString());
        write(file, lines);
    }

    private static void write(Path file, Collection<String> lines) throws IOException {
        Files.writeString(file, String.join("\n", lines) + "\n");
    }
}
