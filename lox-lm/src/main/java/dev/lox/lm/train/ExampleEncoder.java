// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.train;

import dev.lox.base.InvalidInputException;
import dev.lox.lm.data.BadRows;
import dev.lox.lm.data.Example;
import dev.lox.lm.data.Example.Answer;
import dev.lox.lm.data.Example.Dialogue;
import dev.lox.lm.data.Example.PlainText;
import dev.lox.lm.text.Turn;
import dev.lox.lm.train.RowEncoder.Cut;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Encodes examples as tokens and marks the targets. */
final class ExampleEncoder {
    private final EncodingSettings settings;
    private final LossScope scope;
    private final Writing writing;
    private final Framing framing;

    ExampleEncoder(EncodingSettings settings, LossScope scope) {
        this.settings = settings;
        this.scope = scope;
        this.writing = settings.writing();
        this.framing = new Framing(settings.tokenizer());
    }

    /**
     * Encodes all rows.
     *
     * @throws InvalidInputException if rows do not fit the format or the model and are refused, or if no row is left
     */
    EncodedRows<TokenRow> encode(List<Example> examples, BadRows policy) {
        return new RowEncoder<Example, TokenRow>(settings, Example::where, this::row).encode(examples, policy);
    }

    private Cut<TokenRow> row(Example example) {
        List<Piece> pieces = pieces(example);
        int length = Piece.length(pieces);
        if (length == 0) return new Cut<>(Optional.empty(), false);
        int[] tokens = new int[length];
        boolean[] learned = new boolean[length];
        int at = 0;
        for (Piece piece : pieces) {
            System.arraycopy(piece.tokens(), 0, tokens, at, piece.tokens().length);
            boolean target =
                    piece.use() == Piece.Use.TARGET || piece.use() == Piece.Use.CONTEXT && scope == LossScope.FULL;
            Arrays.fill(learned, at, at += piece.tokens().length, target);
        }
        RowEncoder.check(settings, tokens);
        int kept = Math.min(length, settings.maxLength());
        learned[0] = false;
        TokenRow row = new TokenRow(example.where(), Arrays.copyOf(tokens, kept), Arrays.copyOf(learned, kept));
        return new Cut<>(row.learnedTokens() == 0 ? Optional.empty() : Optional.of(row), kept < length);
    }

    private List<Piece> pieces(Example example) {
        if (example instanceof Answer answer)
            return writing.exchange(answer.request(), List.of(new Turn(Turn.ASSISTANT, answer.reply())))
                    .pieces();
        if (example instanceof Dialogue dialogue) return writing.dialogue(dialogue.turns(), dialogue.unlearned());
        String text = ((PlainText) example).text();
        return List.of(new Piece(Framing.ended(framing.opening(text), settings.endToken()), Piece.Use.TARGET));
    }
}
