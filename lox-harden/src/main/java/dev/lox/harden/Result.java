// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.OutputFolder;
import java.io.IOException;
import java.util.Map;

/** Where finished tensors go: a checkpoint or an adapter. */
interface Result extends AutoCloseable {
    /** Jobs that an unfinished run has done. */
    Map<String, ObjectNode> finished();

    /** Does one job with one worker's hands and records its outcome. */
    TensorOutcome put(TensorJob job, JobInputs inputs, TensorHardener hands) throws IOException;

    /** Makes the result appear, with these files beside it; returns the bytes of its weights. */
    long commit(Map<String, byte[]> extra) throws IOException;

    @Override
    void close() throws IOException;

    static Result open(HardenPlan plan, OutputFolder folder) throws IOException {
        return plan.request().asAdapter() ? AdapterResult.open(plan, folder) : CheckpointResult.open(plan, folder);
    }
}
