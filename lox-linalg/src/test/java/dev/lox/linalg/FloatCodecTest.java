// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.checkpoint.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FloatCodecTest {
    private static float decode(DType type, int bits) {
        ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(0, bits);
        float[] value = new float[1];
        FloatCodec.decode(type, bytes, value, 1);
        return value[0];
    }

    private static int encode(DType type, float value) {
        ByteBuffer bytes = ByteBuffer.allocate(8);
        FloatCodec.encode(type, new float[] {value}, bytes, 1);
        return bytes.order(ByteOrder.LITTLE_ENDIAN).getInt(0);
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"F16", "BF16", "F8_E4M3", "F8_E5M2"})
    void everyBitPattern_decodedAndEncoded_comesBack(DType type) {
        for (int bits = 0; bits < 1 << type.bits(); bits++) {
            float value = decode(type, bits);
            if (Float.isNaN(value)) assertTrue(Float.isNaN(decode(type, encode(type, value))));
            else assertEquals(bits, encode(type, value), "of " + value);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"F16", "BF16", "F8_E4M3", "F8_E5M2"})
    void encode_betweenTwoNeighbours_goesToTheNearerAndTiesToEven(DType type) {
        TreeMap<Double, Integer> values = new TreeMap<>();
        for (int bits = 0; bits < 1 << type.bits() - 1; bits++) {
            float value = decode(type, bits);
            if (Float.isFinite(value)) values.put((double) value, bits);
        }
        Double lower = null;
        for (double upper : values.keySet()) {
            if (lower != null) {
                double middle = (lower + upper) / 2;
                int even = values.get(lower) % 2 == 0 ? values.get(lower) : values.get(upper);
                if ((float) middle == middle) assertEquals(even, encode(type, (float) middle), "tie at " + middle);
                assertEquals(values.get(lower), encode(type, Math.nextDown((float) middle)));
                assertEquals(values.get(upper), encode(type, Math.nextUp((float) middle)));
            }
            lower = upper;
        }
    }

    @Test
    void knownValues_asTheSpecificationsGiveThem() {
        assertEquals(65504f, decode(DType.F16, 0x7bff));
        assertEquals(0x1p-24f, decode(DType.F16, 1));
        assertEquals(448f, decode(DType.F8_E4M3, 0x7e));
        assertTrue(Float.isNaN(decode(DType.F8_E4M3, 0x7f)));
        assertEquals(0x1p-9f, decode(DType.F8_E4M3, 1));
        assertEquals(57344f, decode(DType.F8_E5M2, 0x7b));
        assertEquals(Float.POSITIVE_INFINITY, decode(DType.F8_E5M2, 0x7c));
        assertEquals(1f, decode(DType.BF16, 0x3f80));
    }

    @Test
    void fits_aroundTheLargestValue_knowsWhatRoundsToInfinity() {
        assertTrue(FloatCodec.fits(DType.F16, 65519));
        assertFalse(FloatCodec.fits(DType.F16, 65520));
        assertFalse(FloatCodec.fits(DType.F8_E4M3, 480));
        assertTrue(FloatCodec.fits(DType.F32, Float.MAX_VALUE));
        assertFalse(FloatCodec.fits(DType.F32, 1e39));
        assertFalse(FloatCodec.fits(DType.F64, Double.NaN));
        assertTrue(FloatCodec.fits(DType.F64, 1e300));
    }

    @Property
    void f32AndF64_anyValue_areKeptToTheBit(@ForAll float f, @ForAll double d) {
        assertEquals(f, decode(DType.F32, encode(DType.F32, f)));
        ByteBuffer bytes = ByteBuffer.allocate(8);
        FloatCodec.encode(DType.F64, new double[] {d}, bytes, 1);
        double[] back = new double[1];
        FloatCodec.decode(DType.F64, bytes.flip(), back, 1);
        assertEquals(d, back[0]);
    }

    @Property
    void round_anyValue_isWhatStoringAndReadingGives(@ForAll float value) {
        for (DType type : new DType[] {DType.F16, DType.BF16, DType.F8_E4M3, DType.F8_E5M2}) {
            float[] rounded = {value};
            FloatCodec.round(type, rounded, 1);
            assertEquals(decode(type, encode(type, value)), rounded[0]);
        }
    }
}
