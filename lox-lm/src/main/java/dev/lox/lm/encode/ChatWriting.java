// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.encode;

import dev.lox.checkpoint.BadInputException;
import dev.lox.lm.text.ChatOptions;
import dev.lox.lm.text.ChatTemplate;
import dev.lox.lm.text.Message;
import dev.lox.lm.text.Request;
import dev.lox.lm.text.Request.Conversation;
import dev.lox.lm.text.Request.Instruction;
import dev.lox.lm.text.Tokenizer;
import dev.lox.lm.text.Turn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The model's own format: what a turn of the assistant adds to the text that asks for it is what is learned. */
record ChatWriting(Tokenizer tokenizer, ChatTemplate template) implements Writing {
    @Override
    public Exchange exchange(Request request, List<Turn> continuation) {
        List<Turn> turns = new ArrayList<>(
                request instanceof Conversation conversation
                        ? conversation.turns()
                        : List.of(new Turn(Turn.USER, ((Instruction) request).text())));
        Transcript transcript = new Transcript();
        transcript.add(template.prompt(turns), false);
        turns.addAll(continuation);
        transcript.add(text(turns), true);
        return new Exchange(
                transcript.pieces.get(0).tokens(), transcript.pieces.get(1).tokens());
    }

    @Override
    public List<Piece> dialogue(List<Turn> turns) {
        Transcript transcript = new Transcript();
        for (int i = 0; i < turns.size(); i++) {
            if (!turns.get(i).role().equals(Turn.ASSISTANT)) continue;
            if (i == 0) throw new BadInputException("the conversation has no turn before the assistant's");
            transcript.add(template.prompt(turns.subList(0, i)), false);
            transcript.add(text(turns.subList(0, i + 1)), true);
        }
        return transcript.pieces;
    }

    private String text(List<Turn> turns) {
        return template.render(
                turns.stream().map(t -> Message.of(t.role(), t.content())).toList(), ChatOptions.PLAIN);
    }

    /** A conversation's text as it grows, and its tokens. */
    private final class Transcript {
        private final List<Piece> pieces = new ArrayList<>();
        private String text = "";
        private int[] tokens = {};

        void add(String longer, boolean learned) {
            if (!longer.startsWith(text))
                throw new BadInputException(
                        learned
                                ? "the chat template does not go on with the reply where it asks for it"
                                : "the chat template writes earlier turns anew when later ones follow;"
                                        + " expected one turn of the assistant");
            int[] added = added(longer);
            pieces.add(new Piece(added, learned));
            int before = tokens.length;
            tokens = Arrays.copyOf(tokens, before + added.length);
            System.arraycopy(added, 0, tokens, before, added.length);
            text = longer;
        }

        /**
         * The tokens behind those that are there. Encoded by itself, a piece that begins with a space would get a second
         * one from tokenizers that begin every text with one (Llama 2), so that is left to where a token would cross
         * the boundary.
         */
        private int[] added(String longer) {
            int[] all = tokenizer.encode(longer, false);
            boolean goesOn =
                    all.length >= tokens.length && Arrays.equals(all, 0, tokens.length, tokens, 0, tokens.length);
            return goesOn
                    ? Arrays.copyOfRange(all, tokens.length, all.length)
                    : tokenizer.encode(longer.substring(text.length()), false);
        }
    }
}
