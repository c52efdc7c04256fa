// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.checkpoint.TensorSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Writes tensors to a file, a piece at a time. */
final class WeightWriter {
    private static final long PIECE = 4 << 20;

    private WeightWriter() {}

    /** Rounds once, to the stored type. */
    static void write(Tensor value, TensorSink sink) throws IOException {
        DType stored = sink.info().dtype();
        ScalarType type = WeightFile.type(stored);
        try (TensorScope scope = new TensorScope()) {
            Tensor flat = value.detach().reshape(-1);
            for (long at = 0; at < flat.numel(); at += PIECE)
                try (TensorScope inner = new TensorScope()) {
                    long n = Math.min(PIECE, flat.numel() - at);
                    Tensor piece = flat.narrow(0, at, n).to(type).cpu().contiguous();
                    sink.write(new BytePointer(piece.data_ptr())
                            .capacity(n * stored.bytes())
                            .asByteBuffer());
                }
        }
    }

    /** Byte for byte. */
    static void copy(StoredTensor stored, TensorSink sink) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
        for (long at = 0; at < stored.info().bytes(); at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), stored.info().bytes() - at));
            stored.read(at, buffer);
            sink.write(buffer.flip());
        }
    }
}
