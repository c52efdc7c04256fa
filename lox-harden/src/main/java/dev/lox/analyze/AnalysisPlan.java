// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import dev.lox.checkpoint.Checkpoint;
import java.util.List;
import java.util.Optional;

/**
 * A request that its inputs' headers allow: every matrix to analyse, in the order of the aligned model's files. Holds the
 * inputs open.
 *
 * @param notes what a user should know before it starts
 */
public record AnalysisPlan(
        AnalyzeRequest request,
        Checkpoint base,
        Checkpoint aligned,
        Optional<Checkpoint> finetuned,
        List<MatrixJob> jobs,
        List<String> notes)
        implements AutoCloseable {

    @Override
    public void close() {
        base.close();
        aligned.close();
        finetuned.ifPresent(Checkpoint::close);
    }
}
