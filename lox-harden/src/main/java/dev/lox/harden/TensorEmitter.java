// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.base.Setting;
import dev.lox.checkpoint.DType;
import dev.lox.checkpoint.TensorSink;
import dev.lox.linalg.FloatCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Writes one tensor's rows: stored values, what is added to them, one rounding. */
final class TensorEmitter {
    private static final int BYTES = 1 << 20;

    private final Arithmetic arithmetic;
    private final IoBuffer out = new IoBuffer();

    TensorEmitter(Arithmetic arithmetic) {
        this.arithmetic = arithmetic;
    }

    /** Copies a tensor, cast where the result's dtype is another. */
    void copy(TensorBytes start, TensorSink sink) throws IOException {
        DType from = start.tensor().dtype();
        if (from == sink.info().dtype()) {
            long size = start.tensor().info().bytes();
            for (long at = 0; at < size; at += BYTES) sink.write(start.at(at, (int) Math.min(BYTES, size - at)));
            return;
        }
        long n = start.tensor().shape().elements();
        int step = BYTES / 8;
        for (long at = 0; at < n; at += step) {
            int count = (int) Math.min(step, n - at);
            double[] values = new double[count];
            FloatCodec.decode(from, start.at(at * from.bytes(), count * from.bytes()), values, count);
            emit(start.tensor().name(), values, count, sink);
        }
    }

    /** Writes rows {@code first} to {@code last} of a matrix, {@code update} added where there is one. */
    void rows(TensorBytes start, long matrix, long first, long last, @Nullable RowUpdate update, TensorSink sink)
            throws IOException {
        if (first == last) return;
        MatrixReader reader = new MatrixReader(start, matrix);
        String name = start.tensor().name();
        int cols = Math.toIntExact(start.tensor().shape().dim(-1));
        int step = (int) Math.min(last - first, Chunk.rows(cols));
        float[] added = new float[update == null ? 0 : Math.multiplyExact(step, cols)];
        boolean wide = start.tensor().dtype() == DType.F64 && arithmetic == Arithmetic.FAITHFUL;
        float[] values = new float[wide ? 0 : Math.multiplyExact(step, cols)];
        double[] wideValues = new double[wide ? Math.multiplyExact(step, cols) : 0];
        for (long row = first; row < last; row += step) {
            int count = (int) Math.min(step, last - row);
            int n = count * cols;
            if (update != null) update.rows(row, count, added);
            if (wide) {
                reader.read(row, count, wideValues);
                if (update != null) for (int i = 0; i < n; i++) wideValues[i] += added[i];
                emit(name, wideValues, n, sink);
            } else {
                reader.read(row, count, values);
                if (arithmetic == Arithmetic.REFERENCE) FloatCodec.round(DType.BF16, values, n);
                if (update != null) for (int i = 0; i < n; i++) values[i] += added[i];
                emit(name, values, n, sink);
            }
        }
    }

    private void emit(String name, float[] values, int n, TensorSink sink) throws IOException {
        int largest = 0;
        for (int i = 0; i < n; i++) largest = Math.max(largest, Float.floatToRawIntBits(values[i]) & 0x7fffffff);
        checkFits(name, sink.info().dtype(), Float.intBitsToFloat(largest));
        ByteBuffer bytes = out.ofSize(n * sink.info().dtype().bytes());
        FloatCodec.encode(sink.info().dtype(), values, bytes, n);
        sink.write(bytes.flip());
    }

    /** Writes the first {@code n} values. */
    void emit(String name, double[] values, int n, TensorSink sink) throws IOException {
        double largest = 0;
        for (int i = 0; i < n; i++) largest = Math.max(largest, Math.abs(values[i]));
        checkFits(name, sink.info().dtype(), largest);
        ByteBuffer bytes = out.ofSize(n * sink.info().dtype().bytes());
        FloatCodec.encode(sink.info().dtype(), values, bytes, n);
        sink.write(bytes.flip());
    }

    /** @throws InvalidTensorException unless {@code largest} is finite in the stored type */
    static void checkFits(String name, DType dtype, double largest) {
        if (Double.isNaN(largest))
            throw new InvalidTensorException(
                    "tensor %s: the result holds NaN; repair the input or name the tensor in %s",
                    name, Setting.of("exclude"));
        if (!FloatCodec.fits(dtype, largest))
            throw new InvalidTensorException(
                    "tensor %s: the result overflows %s with a value of %s; lower %s, choose a wider %s or name the tensor in %s",
                    name,
                    dtype.torchName(),
                    (float) largest,
                    Setting.of("alpha"),
                    Setting.of("dtype"),
                    Setting.of("exclude"));
    }
}
