// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class TokenStreamTest {
    private static List<Tokenizer> tokenizers = List.of();

    @BeforeContainer
    static void open() {
        tokenizers = Goldens.FAMILIES.stream().map(Goldens::tokenizer).toList();
    }

    @AfterContainer
    static void close() {
        tokenizers.forEach(Tokenizer::close);
    }

    @Property(tries = 600)
    void pieces_ofAnyIds_areTheTextOfAll(
            @ForAll("lists") int[] ids, @ForAll boolean skipSpecialTokens, @ForAll boolean again) {
        for (Tokenizer tokenizer : tokenizers) {
            int[] own = Arrays.stream(ids)
                    .map(i -> i % (tokenizer.vocabularySize() + 2))
                    .toArray();
            TokenStream stream = tokenizer.stream(skipSpecialTokens);
            if (again) pieces(stream, own);
            assertEquals(tokenizer.decode(own, skipSpecialTokens), pieces(stream, own));
        }
    }

    @Property(tries = 400)
    void pieces_ofAnyText_areTheTextOfAll(@ForAll String text) {
        for (Tokenizer tokenizer : tokenizers) {
            int[] ids = tokenizer.encode(text, true);
            assertEquals(tokenizer.decode(ids, true), pieces(tokenizer.stream(true), ids));
        }
    }

    @Example
    void pieces_ofPlainText_comeAtOnce() {
        for (Tokenizer tokenizer : tokenizers) {
            if (tokenizer.tidies()) continue;
            TokenStream stream = tokenizer.stream(true);
            StringBuilder text = new StringBuilder();
            for (int id : tokenizer.encode("the keeper counted the ships", true)) {
                text.append(stream.add(id));
                assertTrue(text.length() > 0
                        || tokenizer.isSpecial(id)
                        || tokenizer.token(id).equals("\u2581"));
            }
            assertEquals("the keeper counted the ships", text.toString());
            assertEquals("", stream.finish());
        }
    }

    private static String pieces(TokenStream stream, int[] ids) {
        return Arrays.stream(ids).mapToObj(stream::add).collect(Collectors.joining()) + stream.finish();
    }

    @Provide
    Arbitrary<int[]> lists() {
        // Low ids are single bytes in most of the vocabularies: half of the lists are mostly broken characters.
        Arbitrary<Integer> id = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 300), Arbitraries.integers().between(0, 1000));
        return id.array(int[].class).ofMaxSize(60);
    }
}
