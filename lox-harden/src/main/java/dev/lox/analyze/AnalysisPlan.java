// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import dev.lox.harden.ModelSet;
import java.io.IOException;
import java.util.List;

/**
 * A request that its inputs' headers allow: every matrix to analyse, in the order of the aligned model's files. Holds the
 * inputs open.
 *
 * @param notes what a user should know before it starts
 */
public record AnalysisPlan(AnalyzeRequest request, ModelSet models, List<MatrixJob> jobs, List<String> notes)
        implements AutoCloseable {

    @Override
    public void close() throws IOException {
        models.close();
    }
}
