// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import dev.lox.checkpoint.BadInputException;
import dev.lox.checkpoint.DType;
import dev.lox.harden.RankChoice;
import dev.lox.harden.Selection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is asked for.
 *
 * @param base the model before alignment, in Hugging Face layout
 * @param aligned the model after it
 * @param finetuned the aligned model after a later fine-tuning
 * @param rank directions of each delta that count as its leading ones
 * @param dtype stored type whose rounding is weighed against the delta
 * @param top singular values listed for each tensor
 * @param include if any are given, only tensors whose names one of these finds are analysed
 * @param exclude tensors whose names one of these finds are left out
 * @param threads tensors in work at once
 * @param out folder for the results, if they are to be written
 * @param overwrite replace the results of an earlier run there
 */
public record AnalyzeRequest(
        Path base,
        Path aligned,
        Optional<Path> finetuned,
        RankChoice rank,
        DType dtype,
        int top,
        List<Pattern> include,
        List<Pattern> exclude,
        int threads,
        Optional<Path> out,
        boolean overwrite) {
    /** The paper's rank. */
    public static final RankChoice DEFAULT_RANK = new RankChoice.Fixed(6);

    /** What most models are served in. */
    public static final DType DEFAULT_DTYPE = DType.BF16;

    public static final int DEFAULT_TOP = 16;

    /** @throws BadInputException for options out of range; all complaints at once */
    public AnalyzeRequest {
        List<String> complaints = new ArrayList<>();
        if (rank instanceof RankChoice.Full)
            complaints.add(
                    "--rank: expected a positive number, auto or energy:SHARE; all directions hold all of a delta");
        if (!dtype.isReal())
            complaints.add("--dtype: expected float32, bfloat16, float16, float64, float8_e4m3fn or float8_e5m2, got "
                    + dtype.torchName());
        if (top < 1) complaints.add("--top: expected at least 1, got " + top);
        if (threads < 1) complaints.add("--threads: expected at least 1, got " + threads);
        if (!complaints.isEmpty()) throw new BadInputException(complaints);
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /** Two models under the defaults, nothing written. */
    public static AnalyzeRequest of(Path base, Path aligned) {
        return new AnalyzeRequest(
                base,
                aligned,
                Optional.empty(),
                DEFAULT_RANK,
                DEFAULT_DTYPE,
                DEFAULT_TOP,
                List.of(),
                List.of(),
                Runtime.getRuntime().availableProcessors(),
                Optional.empty(),
                false);
    }

    /** The same for other models. */
    public AnalyzeRequest withModels(Path base, Path aligned, Optional<Path> finetuned) {
        return new AnalyzeRequest(
                base, aligned, finetuned, rank, dtype, top, include, exclude, threads, out, overwrite);
    }

    boolean selects(String tensor) {
        return new Selection(include, exclude).selects(tensor);
    }
}
