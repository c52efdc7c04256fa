// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The tokens of one forward pass, those of all its sequences concatenated.
 *
 * @param tokens their ids
 * @param positions of each within its sequence
 * @param lengths of each token's sequence after this pass
 * @param wanted rows whose logits are needed
 */
record ForwardBatch(int[] tokens, int[] positions, int[] lengths, long[] wanted) {
    static ForwardBatch of(KvCache cache, List<SequenceChunk> feeds) {
        int total = feeds.stream().mapToInt(f -> f.tokens().length).sum();
        int[] tokens = new int[total];
        int[] positions = new int[total];
        int[] lengths = new int[total];
        long[] wanted =
                new long[(int) feeds.stream().filter(SequenceChunk::logits).count()];
        int row = 0;
        int found = 0;
        for (SequenceChunk f : feeds) {
            int before = cache.length(f.slot());
            int length = before + f.tokens().length;
            if (length > cache.capacity())
                throw new IllegalArgumentException(
                        "slot " + f.slot() + " has room for " + cache.capacity() + " tokens, not " + length);
            for (int i = 0; i < f.tokens().length; i++, row++) {
                tokens[row] = f.tokens()[i];
                positions[row] = before + i;
                lengths[row] = length;
            }
            if (f.logits()) wanted[found++] = row - 1L;
        }
        return new ForwardBatch(tokens, positions, lengths, wanted);
    }

    /** Whole sequences, every row wanted. */
    static ForwardBatch of(List<int[]> sequences) {
        int total = sequences.stream().mapToInt(s -> s.length).sum();
        int[] tokens = new int[total];
        int[] positions = new int[total];
        int[] lengths = new int[total];
        long[] wanted = new long[total];
        int row = 0;
        for (int[] s : sequences)
            for (int i = 0; i < s.length; i++, row++) {
                tokens[row] = s[i];
                positions[row] = i;
                lengths[row] = s.length;
                wanted[row] = row;
            }
        return new ForwardBatch(tokens, positions, lengths, wanted);
    }

    /** Whole sequences; the rows that predict target tokens are wanted. */
    static ForwardBatch learning(List<TrainingSequence> sequences) {
        ForwardBatch all = of(sequences.stream().map(TrainingSequence::tokens).toList());
        long[] wanted =
                new long[sequences.stream().mapToInt(TrainingSequence::count).sum()];
        int row = 0;
        int found = 0;
        for (TrainingSequence s : sequences) {
            for (int i = 0; i < s.tokens().length; i++, row++) if (s.targets()[i]) wanted[found++] = row - 1L;
        }
        return new ForwardBatch(all.tokens, all.positions, all.lengths, wanted);
    }

    /** The tokens that follow the wanted rows. */
    int[] targets() {
        int[] targets = new int[wanted.length];
        for (int i = 0; i < targets.length; i++) targets[i] = tokens[(int) wanted[i] + 1];
        return targets;
    }

    /** Rows of all tokens but one. */
    long[] rowsWithout(OptionalInt token) {
        return IntStream.range(0, tokens.length)
                .filter(i -> token.isEmpty() || tokens[i] != token.getAsInt())
                .asLongStream()
                .toArray();
    }

    /** The ids as a tensor, [tokens]. */
    Tensor ids(Placement placement) {
        return placement.move(torch.tensor(tokens));
    }

    /** The wanted rows of [tokens, width]. */
    Tensor wanted(Tensor hidden) {
        if (wanted.length == hidden.size(0)) return hidden;
        return hidden.index_select(0, torch.tensor(wanted).to(hidden.device(), ScalarType.Long));
    }
}
