// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.SafetensorsFile;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.lm.model.WeightedSumFiles.WeightedTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Stored tensors as native ones. If type and device match, the file is mapped and nothing is copied; otherwise the bytes are
 * read and converted a piece at a time.
 */
final class WeightFile implements AutoCloseable {
    /**
     * Elements of a piece: libtorch's grain size, up to which an operation stays on one thread. Larger pieces are split among
     * threads that wait for one another, for seconds on a busy machine.
     */
    private static final long PIECE = 1 << 15;

    /** Larger for a device, where each piece is a transfer. */
    private static final long DEVICE_PIECE = 1 << 22;

    private final Placement placement;
    private final Map<SafetensorsFile, Tensor> mapped = new HashMap<>();

    WeightFile(Placement placement) {
        this.placement = placement;
    }

    /** The tensor, in this precision and on this device; owned by the scope that is open. */
    Tensor load(StoredTensor stored) throws IOException {
        return isMappable(stored) ? map(stored) : read(stored);
    }

    /** A sum, in this precision and on this device; mapped if it is a single stored tensor. */
    Tensor load(List<WeightedTensor> sum) throws IOException {
        return isOne(sum) ? load(sum.get(0).stored()) : add(sum);
    }

    /** The same, never mapped. */
    Tensor read(List<WeightedTensor> sum) throws IOException {
        return isOne(sum) ? read(sum.get(0).stored()) : add(sum);
    }

    /** Whether the sum is one stored tensor, unscaled. */
    static boolean isOne(List<WeightedTensor> sum) {
        return sum.size() == 1 && sum.get(0).coefficient() == 1;
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
            // shared=false: the mapping is private, and a file that is too short is refused, not extended.
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

    /** The same, never mapped: for tensors that are read once, so that the file's pages do not stay in memory. */
    Tensor read(StoredTensor stored) throws IOException {
        Tensor target = torch.empty(new long[] {stored.shape().elements()}, placement.options(), null);
        int size = stored.dtype().bytes();
        long count = stored.shape().elements();
        long step = Math.max(1, Math.min(count, placement.device() == ComputeDevice.CPU ? PIECE : DEVICE_PIECE));
        try (TensorScope scope = new TensorScope()) {
            Tensor buffer = torch.empty(new long[] {step * size}, new TensorOptions(ScalarType.Byte), null);
            for (long at = 0; at < count; at += step) {
                long n = Math.min(step, count - at);
                try (TensorScope inner = new TensorScope()) {
                    target.narrow(0, at, n).copy_(piece(stored, at, n, buffer));
                }
            }
        }
        return target.view(dims(stored));
    }

    /** In f64, rounded once: far from the models, coefficients are large and cancel. */
    private Tensor add(List<WeightedTensor> sum) throws IOException {
        StoredTensor first = sum.get(0).stored();
        long count = first.shape().elements();
        long step = Math.max(1, Math.min(count, PIECE));
        Tensor target = torch.empty(new long[] {count}, placement.options(), null);
        try (TensorScope scope = new TensorScope()) {
            Tensor buffer = torch.empty(new long[] {step * Double.BYTES}, new TensorOptions(ScalarType.Byte), null);
            Tensor total = torch.empty(new long[] {step}, new TensorOptions(ScalarType.Double), null);
            for (long at = 0; at < count; at += step) {
                long n = Math.min(step, count - at);
                try (TensorScope inner = new TensorScope()) {
                    Tensor part = total.narrow(0, 0, n).zero_();
                    for (WeightedTensor s : sum)
                        part.add_(piece(s.stored(), at, n, buffer), new Scalar(s.coefficient()));
                    target.narrow(0, at, n).copy_(part);
                }
            }
        }
        return target.view(dims(first));
    }

    /** Elements of the stored type, in the memory of {@code buffer}. */
    private static Tensor piece(StoredTensor stored, long at, long n, Tensor buffer) throws IOException {
        int size = stored.dtype().bytes();
        BytePointer bytes = new BytePointer(buffer.data_ptr()).capacity(n * size);
        stored.read(at * size, bytes.asByteBuffer());
        return buffer.narrow(0, 0, n * size).view(type(stored.dtype()));
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

    /** Mapped tensors stay valid. */
    @Override
    public void close() {
        mapped.values().forEach(TensorScope::free);
    }
}
