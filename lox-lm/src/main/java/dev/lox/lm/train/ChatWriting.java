// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.base.InvalidInputException;
import dev.lox.lm.text.ChatOptions;
import dev.lox.lm.text.ChatTemplate;
import dev.lox.lm.text.Message;
import dev.lox.lm.text.Request;
import dev.lox.lm.text.Tokenizer;
import dev.lox.lm.text.Turn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The model's own format. What an assistant turn adds to the text that precedes it is learned. */
record ChatWriting(Tokenizer tokenizer, ChatTemplate template) implements Writing {
    @Override
    public Exchange exchange(Request request, List<Turn> continuation) {
        List<Turn> turns = new ArrayList<>(request.turns());
        Transcript transcript = new Transcript();
        transcript.add(template.prompt(turns), Piece.Use.CONTEXT);
        turns.addAll(continuation);
        transcript.add(text(turns), Piece.Use.TARGET);
        return new Exchange(
                transcript.pieces.get(0).tokens(), transcript.pieces.get(1).tokens());
    }

    @Override
    public List<Piece> dialogue(List<Turn> turns, Set<Integer> unlearned) {
        Transcript transcript = new Transcript();
        for (int i = 0; i < turns.size(); i++) {
            if (!turns.get(i).role().equals(Turn.ASSISTANT)) continue;
            if (i == 0) throw new InvalidInputException("the conversation has no turn before the assistant's");
            transcript.add(template.prompt(turns.subList(0, i)), Piece.Use.CONTEXT);
            transcript.add(
                    text(turns.subList(0, i + 1)), unlearned.contains(i) ? Piece.Use.UNLEARNED : Piece.Use.TARGET);
        }
        return transcript.pieces;
    }

    private String text(List<Turn> turns) {
        return template.render(
                turns.stream().map(t -> Message.of(t.role(), t.content())).toList(), ChatOptions.PLAIN);
    }

    /** Builds a conversation's text and tokens, turn by turn. */
    private final class Transcript {
        private final List<Piece> pieces = new ArrayList<>();
        private String text = "";
        private int[] tokens = {};

        void add(String longer, Piece.Use use) {
            if (!longer.startsWith(text))
                throw new InvalidInputException(
                        use != Piece.Use.CONTEXT
                                ? "the chat template does not put the reply where it asks for it"
                                : "the chat template changes earlier turns when later ones follow;"
                                        + " expected a single assistant turn");
            int[] added = added(longer);
            pieces.add(new Piece(added, use));
            int before = tokens.length;
            tokens = Arrays.copyOf(tokens, before + added.length);
            System.arraycopy(added, 0, tokens, before, added.length);
            text = longer;
        }

        /**
         * The tokens that the longer text adds. Encoded by itself, a piece that begins with a space would get a second one
         * from tokenizers that begin every text with a space (Llama 2), so this is only done if a token would cross the
         * boundary.
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
