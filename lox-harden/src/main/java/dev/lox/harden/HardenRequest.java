// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.checkpoint.BadInputException;
import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.linalg.Svd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is asked for.
 *
 * @param base the model before alignment, in Hugging Face layout
 * @param aligned the model after it, or a PEFT LoRA adapter on the base
 * @param out the folder to make
 * @param asAdapter write a LoRA adapter on the aligned model, not a whole checkpoint
 * @param include if any are given, only tensors whose names one of these finds are hardened
 * @param exclude tensors whose names one of these finds are copied
 * @param tolerance bound on each projection's relative error (and residual) before the exact path is taken
 * @param exact take the exact path for every tensor
 * @param dtype stored type of the result, where it is not to be that of the aligned model
 * @param copyExtraRows copy rows the base does not have (added vocabulary) instead of refusing them
 * @param maxMemory bytes that live matrices may take together
 * @param threads tensors in work at once
 */
public record HardenRequest(
        Path base,
        Path aligned,
        Path out,
        Extrapolation extrapolation,
        boolean asAdapter,
        List<Pattern> include,
        List<Pattern> exclude,
        double tolerance,
        boolean exact,
        Optional<DType> dtype,
        boolean copyExtraRows,
        Arithmetic arithmetic,
        long maxMemory,
        int threads,
        OutputFolder.Existing existing) {
    /** Room for the largest matrix of a 7B model and its stored bytes, or for the layers' two at a time. */
    public static final long DEFAULT_MEMORY = 1400L << 20;

    /** @throws BadInputException for options that contradict each other; all complaints at once */
    public HardenRequest {
        List<String> complaints = new ArrayList<>();
        if (asAdapter && extrapolation.rank() instanceof RankChoice.Full)
            complaints.add("--format adapter: an adapter has low rank, it cannot hold --rank full");
        if (extrapolation.direction() instanceof Direction.Random && extrapolation.rank() instanceof RankChoice.Full)
            complaints.add("--method random: expected --rank as a number, auto or energy:SHARE, got full");
        if (asAdapter && arithmetic == Arithmetic.REFERENCE)
            complaints.add("--format adapter: --compat reference rounds whole weights, which an adapter does not hold");
        if (arithmetic == Arithmetic.REFERENCE && dtype.isPresent() && dtype.get() != DType.BF16)
            complaints.add("--dtype: --compat reference stores bfloat16, got "
                    + dtype.get().torchName());
        if (dtype.isPresent() && !dtype.get().isReal())
            complaints.add("--dtype: expected float32, bfloat16, float16, float64, float8_e4m3fn or float8_e5m2, got "
                    + dtype.get().torchName());
        if (!(tolerance > 0 && tolerance < 1))
            complaints.add("--tolerance: expected a number between 0 and 1, got " + tolerance);
        if (threads < 1) complaints.add("--threads: expected at least 1, got " + threads);
        if (maxMemory < 64L << 20)
            complaints.add("--max-memory: expected at least 64MB, got " + (maxMemory >> 20) + "MB");
        if (!complaints.isEmpty()) throw new BadInputException(complaints);
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /** The defaults of the paper, into a checkpoint. */
    public static HardenRequest of(Path base, Path aligned, Path out) {
        return new HardenRequest(
                base,
                aligned,
                out,
                Extrapolation.DEFAULT,
                false,
                List.of(),
                List.of(),
                Svd.TOLERANCE,
                false,
                Optional.empty(),
                false,
                Arithmetic.FAITHFUL,
                DEFAULT_MEMORY,
                Runtime.getRuntime().availableProcessors(),
                OutputFolder.Existing.REFUSE);
    }

    /** The same for other models. */
    public HardenRequest withModels(Path newBase, Path newAligned) {
        return with(newBase, newAligned, extrapolation, asAdapter, maxMemory, threads);
    }

    /** The same another way or distance. */
    public HardenRequest with(Extrapolation other) {
        return with(base, aligned, other, asAdapter, maxMemory, threads);
    }

    /** The same into a LoRA adapter. */
    public HardenRequest toAdapter() {
        return with(base, aligned, extrapolation, true, maxMemory, threads);
    }

    /** The same into another folder, which is not there yet. */
    public HardenRequest into(Path folder) {
        return new HardenRequest(
                base,
                aligned,
                folder,
                extrapolation,
                asAdapter,
                include,
                exclude,
                tolerance,
                exact,
                dtype,
                copyExtraRows,
                arithmetic,
                maxMemory,
                threads,
                OutputFolder.Existing.REFUSE);
    }

    /** The same within so many bytes. */
    public HardenRequest withMemory(long bytes) {
        return with(base, aligned, extrapolation, asAdapter, bytes, threads);
    }

    /** The same with so many tensors in work at once. */
    public HardenRequest withThreads(int n) {
        return with(base, aligned, extrapolation, asAdapter, maxMemory, n);
    }

    private HardenRequest with(
            Path newBase,
            Path newAligned,
            Extrapolation newExtrapolation,
            boolean newAsAdapter,
            long newMaxMemory,
            int newThreads) {
        return new HardenRequest(
                newBase,
                newAligned,
                out,
                newExtrapolation,
                newAsAdapter,
                include,
                exclude,
                tolerance,
                exact,
                dtype,
                copyExtraRows,
                arithmetic,
                newMaxMemory,
                newThreads,
                existing);
    }

    boolean selects(String tensor) {
        return new Selection(include, exclude).selects(tensor);
    }

    Extrapolator extrapolator() {
        return new Extrapolator(extrapolation, tolerance, exact);
    }

    /** The stored type a tensor gets. */
    DType stored(DType of) {
        if (!of.isReal()) return of;
        return arithmetic == Arithmetic.REFERENCE ? DType.BF16 : dtype.orElse(of);
    }
}
