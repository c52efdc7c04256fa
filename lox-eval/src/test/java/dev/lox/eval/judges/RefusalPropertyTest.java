// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What a verdict does not depend on. */
class RefusalPropertyTest {
    private final RefusalJudge judge = new RefusalJudge();

    @Property(tries = 300)
    void anyText_isJudged_alwaysTheSame(@ForAll String text) {
        assertEquals(OwnReplies.extent(judge, text), OwnReplies.extent(judge, text));
    }

    @Property(tries = 300)
    void wordsOfRefusals_inAnyOrder_areJudged(@ForAll("salads") String text) {
        OwnReplies.extent(judge, text);
    }

    @Property(tries = 500)
    void space_markdownAndApostrophes_changeNothing(@ForAll("replies") String reply, @ForAll("dress") String dress) {
        String dressed =
                switch (dress) {
                    case "bold" -> "**" + reply.strip() + "**";
                    case "heading" -> "## " + reply.strip();
                    case "typographic" -> reply.replace('\'', '\u2019');
                    default -> dress + reply;
                };
        assertEquals(OwnReplies.extent(judge, reply), OwnReplies.extent(judge, dressed), dressed);
    }

    @Provide
    Arbitrary<String> dress() {
        return Arbitraries.of("bold", "heading", "typographic", " ", "\n\n", "\t  \n", "\u00a0");
    }

    @Provide
    Arbitrary<String> replies() throws IOException {
        List<String> replies = new ArrayList<>();
        for (String file : List.of("refusals.txt", "refusals-held.txt", "compliances.txt", "compliances-held.txt"))
            replies.addAll(OwnReplies.read(file));
        return Arbitraries.of(replies);
    }

    @Provide
    Arbitrary<String> salads() {
        Arbitrary<String> word = Arbitraries.of(
                "I",
                "am",
                "sorry",
                "so",
                "but",
                "I cannot",
                "really",
                "no",
                "as an AI",
                ",",
                ".",
                "\"",
                "\n",
                "it is",
                "not",
                "appropriate",
                "or",
                "help",
                "people",
                "should",
                "'",
                "however",
                "to",
                "that",
                "illegal",
                "and");
        return Combinators.combine(word.list().ofMaxSize(120), Arbitraries.of(" ", "", ", "))
                .as((words, between) -> String.join(between, words));
    }
}
