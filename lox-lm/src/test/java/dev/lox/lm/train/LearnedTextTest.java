// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lox.lm.data.BadRows;
import dev.lox.lm.data.Example.Answer;
import dev.lox.lm.text.PromptFormat;
import dev.lox.lm.text.Request.Instruction;
import dev.lox.lm.text.Tokenizer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever the prompt, what is learned is the reply and the end. */
class LearnedTextTest {
    private static List<Tokenizer> tokenizers = List.of();

    @BeforeContainer
    static void open() {
        tokenizers = List.of(Models.tokenizer("qwen"), Models.tokenizer("llama2"), Models.tokenizer("llama3"));
    }

    @AfterContainer
    static void close() {
        tokenizers.forEach(Tokenizer::close);
    }

    @Property(tries = 300)
    void learned_isTheReplyAndTheEnd(@ForAll("texts") String instruction, @ForAll("texts") String reply) {
        for (Tokenizer tokenizer : tokenizers)
            for (PromptFormat format : List.of(new PromptFormat.Alpaca(), new PromptFormat.Raw())) {
                TokenRow row = new ExampleEncoder(Models.settings(tokenizer, format, 0), LossScope.COMPLETION)
                        .encode(List.of(new Answer("a", new Instruction(instruction, ""), reply)), BadRows.REFUSE)
                        .rows()
                        .get(0);
                int[] learned = Models.learned(row);
                assertEquals(0, learned[learned.length - 1]);
                assertEquals(reply, tokenizer.decode(Arrays.copyOf(learned, learned.length - 1), false));
            }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars(" \n.,:#'éß灯")
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .ofMaxLength(30)
                .filter(s -> !s.isBlank());
    }
}
