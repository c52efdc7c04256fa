// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;

/** Where finished tensors go: a checkpoint or an adapter. Each job is done by one worker, and its outcome recorded. */
interface Result extends AutoCloseable {
    /** Jobs that an unfinished run has done. */
    Map<String, ObjectNode> finished();

    TensorOutcome copy(TensorJob.Copy job, TensorInputs inputs, TensorEditor editor) throws IOException;

    TensorOutcome edit(TensorJob.Edit job, TensorInputs inputs, TensorEditor editor) throws IOException;

    TensorOutcome adapt(TensorJob.Adapt job, TensorInputs inputs, TensorEditor editor) throws IOException;

    /** Makes the result appear, with these files beside it; returns the bytes of its weights. */
    long commit(Map<String, byte[]> extra) throws IOException;

    @Override
    void close() throws IOException;
}
