// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.SafetensorsFile;
import dev.lox.checkpoint.StoredTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Stored tensors as native ones. Where type and device are those asked for, the file is mapped and nothing is copied;
 * else the bytes are read and converted a piece at a time.
 */
final class WeightFile implements AutoCloseable {
    private static final long PIECE_BYTES = 16 << 20;

    private final Placement placement;
    private final Map<SafetensorsFile, Tensor> mapped = new HashMap<>();

    WeightFile(Placement placement) {
        this.placement = placement;
    }

    /** The tensor, in this precision and on this device; owned by the scope that is open. */
    Tensor load(StoredTensor stored) throws IOException {
        return isMappable(stored) ? map(stored) : read(stored);
    }

    private boolean isMappable(StoredTensor stored) {
        boolean same = placement.device() == ComputeDevice.CPU
                && stored.dtype() == placement.precision().stored();
        return same && isAligned(stored);
    }

    private static long position(StoredTensor stored) {
        return stored.file().header().dataStart() + stored.info().begin();
    }

    private static boolean isAligned(StoredTensor stored) {
        return position(stored) % stored.dtype().bytes() == 0;
    }

    private Tensor map(StoredTensor stored) throws IOException {
        Tensor bytes = mapped.get(stored.file());
        if (bytes == null) {
            // shared=false: the mapping is private, and a file shorter than its size is refused, not made longer.
            bytes = TensorScope.own(torch.from_file(
                    stored.file().path().toString(),
                    new BoolOptional(false),
                    new LongOptional(Files.size(stored.file().path())),
                    new TensorOptions(ScalarType.Byte)));
            mapped.put(stored.file(), bytes);
        }
        return bytes.narrow(0, position(stored), stored.info().bytes())
                .view(placement.precision().type())
                .view(dims(stored));
    }

    /** The same, in memory of its own: for what is read once and given up, so that the file's pages do not stay. */
    Tensor read(StoredTensor stored) throws IOException {
        Tensor target = torch.empty(new long[] {stored.shape().elements()}, placement.options(), null);
        int size = stored.dtype().bytes();
        long count = stored.shape().elements();
        long step = Math.max(1, Math.min(count, PIECE_BYTES / size));
        try (TensorScope scope = new TensorScope()) {
            Tensor piece = torch.empty(new long[] {step}, new TensorOptions(type(stored.dtype())), null);
            for (long at = 0; at < count; at += step) {
                long n = Math.min(step, count - at);
                BytePointer bytes = new BytePointer(piece.data_ptr()).capacity(n * size);
                stored.read(at * size, bytes.asByteBuffer());
                try (TensorScope inner = new TensorScope()) {
                    target.narrow(0, at, n).copy_(piece.narrow(0, 0, n));
                }
            }
        }
        return target.view(dims(stored));
    }

    static ScalarType type(DType stored) {
        return switch (stored) {
            case F64 -> ScalarType.Double;
            case F32 -> ScalarType.Float;
            case BF16 -> ScalarType.BFloat16;
            case F16 -> ScalarType.Half;
            default -> throw new IllegalArgumentException("no weights are stored as " + stored);
        };
    }

    private static long[] dims(StoredTensor stored) {
        return stored.shape().dims().stream().mapToLong(Long::longValue).toArray();
    }

    /** Tensors that were mapped stay so. */
    @Override
    public void close() {
        mapped.values().forEach(TensorScope::free);
    }
}
