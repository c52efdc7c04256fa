// SPDX-License-Identifier: Apache-2.0
package dev.lox.repair;

import dev.lox.checkpoint.BadInputException;
import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.OutputFolder;
import dev.lox.harden.HardenRequest;
import dev.lox.harden.Selection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is asked for.
 *
 * @param base the model before alignment; WiSE-FT does without
 * @param aligned the model after it
 * @param finetuned the aligned model after a later fine-tuning, which is to be repaired
 * @param out the folder to make
 * @param selection tensors that are not selected are those of the fine-tuned model
 * @param dtype stored type of the result, where it is not to be that of the fine-tuned model
 * @param maxMemory bytes that live matrices may take together
 * @param threads tensors in work at once
 */
public record RepairRequest(
        Optional<Path> base,
        Path aligned,
        Path finetuned,
        Path out,
        Method method,
        Selection selection,
        Optional<DType> dtype,
        long maxMemory,
        int threads,
        OutputFolder.Existing existing) {

    /** @throws BadInputException for options that contradict each other; all complaints at once */
    public RepairRequest {
        List<String> complaints = new ArrayList<>();
        if (base.isEmpty() && method.needsBase())
            complaints.add("--base: --method " + method.label() + " needs the model before alignment");
        if (dtype.isPresent() && !dtype.get().isReal())
            complaints.add("--dtype: expected float32, bfloat16, float16, float64, float8_e4m3fn or float8_e5m2, got "
                    + dtype.get().torchName());
        if (threads < 1) complaints.add("--threads: expected at least 1, got " + threads);
        if (maxMemory < 64L << 20)
            complaints.add("--max-memory: expected at least 64MB, got " + (maxMemory >> 20) + "MB");
        if (!complaints.isEmpty()) throw new BadInputException(complaints);
    }

    /** All tensors, under the defaults. */
    public static RepairRequest of(Path base, Path aligned, Path finetuned, Path out, Method method) {
        return new RepairRequest(
                Optional.of(base),
                aligned,
                finetuned,
                out,
                method,
                Selection.ALL,
                Optional.empty(),
                HardenRequest.DEFAULT_MEMORY,
                Runtime.getRuntime().availableProcessors(),
                OutputFolder.Existing.REFUSE);
    }

    /** The same for other models. */
    public RepairRequest withModels(Optional<Path> newBase, Path newAligned, Path newFinetuned) {
        return new RepairRequest(
                newBase, newAligned, newFinetuned, out, method, selection, dtype, maxMemory, threads, existing);
    }

    /** The same within so many bytes, with so many tensors in work at once. */
    public RepairRequest within(long bytes, int tensors) {
        return new RepairRequest(base, aligned, finetuned, out, method, selection, dtype, bytes, tensors, existing);
    }

    /** The same where something is already there. */
    public RepairRequest over(OutputFolder.Existing other) {
        return new RepairRequest(base, aligned, finetuned, out, method, selection, dtype, maxMemory, threads, other);
    }
}
