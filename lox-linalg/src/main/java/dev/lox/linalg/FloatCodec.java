// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import dev.lox.checkpoint.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;

/**
 * Converts stored bytes to numbers and back, for every real type of the safetensors format. Decoding is exact, except
 * from f64 to f32. Encoding rounds once, to nearest, ties to even; overflow gives infinity, or NaN if the type has no
 * infinity.
 */
public final class FloatCodec {
    private static final int CHUNK = 4096;
    private static final float[] F16 = table(16, SmallFloat.F16);
    private static final float[] F8_E4M3 = table(8, SmallFloat.E4M3);
    private static final float[] F8_E5M2 = table(8, SmallFloat.E5M2);

    private FloatCodec() {}

    private static float[] table(int bits, SmallFloat type) {
        float[] values = new float[1 << bits];
        for (int i = 0; i < values.length; i++) values[i] = type.decode(i);
        return values;
    }

    /** Reads {@code n} elements at the buffer's position, which advances. */
    public static void decode(DType type, ByteBuffer from, float[] to, int n) {
        ByteBuffer le = from.order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case F32 -> le.asFloatBuffer().get(to, 0, n);
            case BF16 -> {
                ShortBuffer shorts = le.asShortBuffer();
                short[] bits = new short[Math.min(CHUNK, n)];
                for (int at = 0; at < n; at += CHUNK) {
                    int count = Math.min(CHUNK, n - at);
                    shorts.get(bits, 0, count);
                    for (int i = 0; i < count; i++) to[at + i] = Float.intBitsToFloat(bits[i] << 16);
                }
            }
            case F16 -> {
                ShortBuffer shorts = le.asShortBuffer();
                short[] bits = new short[Math.min(CHUNK, n)];
                for (int at = 0; at < n; at += CHUNK) {
                    int count = Math.min(CHUNK, n - at);
                    shorts.get(bits, 0, count);
                    for (int i = 0; i < count; i++) to[at + i] = F16[bits[i] & 0xffff];
                }
            }
            case F8_E4M3 -> bytes(le, to, n, F8_E4M3);
            case F8_E5M2 -> bytes(le, to, n, F8_E5M2);
            case F64 -> {
                for (int i = 0; i < n; i++) to[i] = (float) le.getDouble(le.position() + 8 * i);
            }
            default -> throw notReal(type);
        }
        from.position(from.position() + n * type.bytes());
    }

    private static void bytes(ByteBuffer from, float[] to, int n, float[] table) {
        for (int i = 0; i < n; i++) to[i] = table[from.get(from.position() + i) & 0xff];
    }

    /** Reads {@code n} elements without loss. */
    public static void decode(DType type, ByteBuffer from, double[] to, int n) {
        if (type == DType.F64) {
            from.order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(to, 0, n);
            from.position(from.position() + 8 * n);
            return;
        }
        float[] narrow = new float[n];
        decode(type, from, narrow, n);
        for (int i = 0; i < n; i++) to[i] = narrow[i];
    }

    /** Writes {@code n} elements at the buffer's position, which advances. */
    public static void encode(DType type, float[] from, ByteBuffer to, int n) {
        ByteBuffer le = to.order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case F32 -> le.asFloatBuffer().put(from, 0, n);
            case BF16 -> {
                ShortBuffer shorts = le.asShortBuffer();
                short[] bits = new short[Math.min(CHUNK, n)];
                for (int at = 0; at < n; at += CHUNK) {
                    int count = Math.min(CHUNK, n - at);
                    for (int i = 0; i < count; i++) bits[i] = bf16(from[at + i]);
                    shorts.put(bits, 0, count);
                }
            }
            case F16 -> {
                ShortBuffer shorts = le.asShortBuffer();
                short[] bits = new short[Math.min(CHUNK, n)];
                for (int at = 0; at < n; at += CHUNK) {
                    int count = Math.min(CHUNK, n - at);
                    for (int i = 0; i < count; i++) bits[i] = (short) SmallFloat.F16.encode(from[at + i]);
                    shorts.put(bits, 0, count);
                }
            }
            case F8_E4M3 -> put(le, from, n, SmallFloat.E4M3);
            case F8_E5M2 -> put(le, from, n, SmallFloat.E5M2);
            case F64 -> {
                for (int i = 0; i < n; i++) le.putDouble(le.position() + 8 * i, from[i]);
            }
            default -> throw notReal(type);
        }
        to.position(to.position() + n * type.bytes());
    }

    private static void put(ByteBuffer to, float[] from, int n, SmallFloat type) {
        for (int i = 0; i < n; i++) to.put(to.position() + i, (byte) type.encode(from[i]));
    }

    /** Writes {@code n} elements. F64 and F32 are rounded once; smaller types are rounded to f32 first. */
    public static void encode(DType type, double[] from, ByteBuffer to, int n) {
        if (type == DType.F64) {
            to.order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(from, 0, n);
            to.position(to.position() + 8 * n);
            return;
        }
        float[] narrow = new float[n];
        for (int i = 0; i < n; i++) narrow[i] = (float) from[i];
        encode(type, narrow, to, n);
    }

    /** Whether {@code magnitude} stays finite when rounded to {@code type}. */
    public static boolean fits(DType type, double magnitude) {
        if (type == DType.F64) return Double.isFinite(magnitude);
        float[] value = {(float) magnitude};
        round(type, value, 1);
        return Float.isFinite(value[0]);
    }

    /** Rounds each value to {@code type} and back. */
    public static void round(DType type, float[] values, int n) {
        switch (type) {
            case F32, F64 -> {}
            case BF16 -> {
                for (int i = 0; i < n; i++) values[i] = Float.intBitsToFloat(bf16(values[i]) << 16);
            }
            default -> {
                ByteBuffer bytes = ByteBuffer.allocate(CHUNK * type.bytes());
                float[] chunk = new float[CHUNK];
                for (int at = 0; at < n; at += CHUNK) {
                    int count = Math.min(CHUNK, n - at);
                    System.arraycopy(values, at, chunk, 0, count);
                    encode(type, chunk, bytes.clear(), count);
                    decode(type, bytes.flip(), chunk, count);
                    System.arraycopy(chunk, 0, values, at, count);
                }
            }
        }
    }

    private static short bf16(float value) {
        int bits = Float.floatToRawIntBits(value);
        // Rounding could turn a NaN into infinity.
        if ((bits & 0x7fffffff) > 0x7f800000) return (short) (bits >>> 16 | 0x40);
        return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }

    private static IllegalArgumentException notReal(DType type) {
        return new IllegalArgumentException(type + " does not hold plain real numbers");
    }
}
