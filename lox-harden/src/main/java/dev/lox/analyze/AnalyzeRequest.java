// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import dev.lox.base.InvalidInputException;
import dev.lox.base.Problems;
import dev.lox.base.Setting;
import dev.lox.checkpoint.DType;
import dev.lox.harden.RankChoice;
import dev.lox.harden.Selection;
import java.nio.file.Path;
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

    /** @throws InvalidInputException for options out of range; all problems at once */
    public AnalyzeRequest {
        Problems problems = new Problems();
        if (rank instanceof RankChoice.Full)
            problems.add(
                    "%s: expected a positive number, auto or energy:SHARE; all directions hold all of a delta",
                    Setting.of("rank"));
        if (!dtype.isReal())
            problems.add(
                    "%s: expected float32, bfloat16, float16, float64, float8_e4m3fn or float8_e5m2, got %s",
                    Setting.of("dtype"), dtype.torchName());
        if (top < 1) problems.add("%s: expected at least 1, got %s", Setting.of("top"), top);
        if (threads < 1) problems.add("%s: expected at least 1, got %s", Setting.of("threads"), threads);
        problems.refuse();
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
