// SPDX-License-Identifier: Apache-2.0
package dev.lox.linalg;

/** Floating-point formats smaller than f32: IEEE half precision and the two 8-bit formats of OCP. */
enum SmallFloat {
    F16(5, 10, true),
    E5M2(5, 2, true),
    /** Has no infinities: with all exponent bits set, every mantissa but one (NaN) is a number. */
    E4M3(4, 3, false);

    private final int mantissaBits;
    private final int bias;
    private final boolean infinities;
    private final int signBit;
    private final int largest;
    private final int nan;

    SmallFloat(int exponentBits, int mantissaBits, boolean infinities) {
        this.mantissaBits = mantissaBits;
        this.bias = (1 << exponentBits - 1) - 1;
        this.infinities = infinities;
        this.signBit = 1 << exponentBits + mantissaBits;
        int allOnes = signBit - 1;
        int infinity = allOnes >> mantissaBits << mantissaBits;
        this.largest = infinities ? infinity - 1 : allOnes - 1;
        this.nan = infinities ? infinity | 1 << mantissaBits - 1 : allOnes;
    }

    float decode(int bits) {
        float sign = (bits & signBit) == 0 ? 1 : -1;
        int magnitude = bits & signBit - 1;
        if (magnitude > largest)
            return infinities && magnitude == largest + 1 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
        int exponent = magnitude >> mantissaBits;
        int mantissa = magnitude & (1 << mantissaBits) - 1;
        return exponent == 0
                ? sign * Math.scalb((float) mantissa, 1 - bias - mantissaBits)
                : sign * Math.scalb((float) (mantissa | 1 << mantissaBits), exponent - bias - mantissaBits);
    }

    int encode(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 31 == 0 ? 0 : signBit;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > 0x7f800000) return sign | nan;
        int exponent = (magnitude >>> 23) - 127 + bias;
        if (exponent >= 2 * bias + 2) return sign | overflow();
        int shift = 23 - mantissaBits;
        int significand;
        if (exponent > 0) {
            significand = magnitude - (127 - bias << 23);
        } else {
            // Subnormal: the implicit bit becomes explicit and is shifted right; beyond 24 bits the value is zero.
            if (exponent < -mantissaBits) return sign;
            significand = magnitude & 0x7fffff | 0x800000;
            shift += 1 - exponent;
        }
        int rounded = significand + (1 << shift - 1) - 1 + (significand >>> shift & 1) >>> shift;
        return sign | (rounded > largest ? overflow() : rounded);
    }

    private int overflow() {
        return infinities ? largest + 1 : nan;
    }
}
