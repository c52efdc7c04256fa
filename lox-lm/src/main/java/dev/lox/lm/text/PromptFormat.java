// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import dev.lox.base.InvalidInputException;
import dev.lox.base.Setting;
import dev.lox.lm.text.Request.Instruction;
import java.util.List;
import java.util.function.Function;

/** Turns a request into the text that a model continues. */
public sealed interface PromptFormat {
    /** The text to encode. */
    String text(Request request);

    /** Whether {@link Tokenizer#encode} should add special tokens; a chat template writes its own. */
    default boolean addsSpecialTokens() {
        return true;
    }

    /** The format of Stanford Alpaca: a preamble, then a section for each part. */
    record Alpaca() implements PromptFormat {
        @Override
        public String text(Request request) {
            Instruction task = single(request, "alpaca");
            return opening(task) + request.prefill();
        }

        private static String opening(Instruction task) {
            return task.input().isEmpty()
                    ? """
                    Below is an instruction that describes a task. \
                    Write a response that appropriately completes the request.

                    ### Instruction:
                    %s

                    ### Response:""".formatted(task.instruction())
                    : """
                    Below is an instruction that describes a task, paired with an input that provides further context. \
                    Write a response that appropriately completes the request.

                    ### Instruction:
                    %s

                    ### Input:
                    %s

                    ### Response:""".formatted(task.instruction(), task.input());
        }
    }

    /** The text unchanged; an input follows after an empty line. */
    record Raw() implements PromptFormat {
        @Override
        public String text(Request request) {
            return single(request, "raw").text() + request.prefill();
        }
    }

    /**
     * The model's own format.
     *
     * @param template renders a request up to where the assistant goes on
     */
    record Chat(Function<Request, String> template) implements PromptFormat {
        @Override
        public String text(Request request) {
            return template.apply(request);
        }

        @Override
        public boolean addsSpecialTokens() {
            return false;
        }
    }

    private static Instruction single(Request request, String format) {
        if (request instanceof Instruction instruction) return instruction;
        List<Turn> turns = request.turns();
        if (turns.size() > 1)
            throw new InvalidInputException(
                    "a conversation of %s turns does not fit the format %s; pass %s",
                    turns.size(), format, Setting.of("prompt-format", "chat"));
        return new Instruction(turns.get(0).content(), "");
    }
}
