// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Element types of the safetensors format, named as in its headers. */
public enum DType {
    BOOL(8, "bool"),
    U8(8, "uint8"),
    I8(8, "int8"),
    U16(16, "uint16"),
    I16(16, "int16"),
    U32(32, "uint32"),
    I32(32, "int32"),
    U64(64, "uint64"),
    I64(64, "int64"),
    F4(4, "float4_e2m1fn"),
    F6_E2M3(6, "float6_e2m3fn"),
    F6_E3M2(6, "float6_e3m2fn"),
    F8_E8M0(8, "float8_e8m0fnu"),
    F8_E4M3(8, "float8_e4m3fn"),
    F8_E5M2(8, "float8_e5m2"),
    F8_E4M3FNUZ(8, "float8_e4m3fnuz"),
    F8_E5M2FNUZ(8, "float8_e5m2fnuz"),
    F16(16, "float16"),
    BF16(16, "bfloat16"),
    F32(32, "float32"),
    F64(64, "float64"),
    C64(64, "complex64");

    private static final Map<String, DType> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(DType::name, type -> type));

    private final int bits;
    private final String torchName;

    DType(int bits, String torchName) {
        this.bits = bits;
        this.torchName = torchName;
    }

    /** Bits per element; 4 and 6 occur. */
    public int bits() {
        return bits;
    }

    /** Bytes per element; only for types of whole bytes. */
    public int bytes() {
        if (bits % 8 != 0) throw new IllegalStateException(this + " elements are not whole bytes");
        return bits / 8;
    }

    /** The name used by config.json and PyTorch, such as {@code bfloat16}. */
    public String torchName() {
        return torchName;
    }

    /** Whether this type stores weights as plain real numbers, from which a delta can be computed. */
    public boolean isReal() {
        return switch (this) {
            case F8_E4M3, F8_E5M2, F16, BF16, F32, F64 -> true;
            default -> false;
        };
    }

    /** Finds a type by its header name, such as {@code BF16}. */
    public static Optional<DType> ofHeader(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** Finds a type by any common spelling: {@code bfloat16}, {@code bf16}, {@code BF16}, {@code float8_e4m3fn}. */
    public static Optional<DType> parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(t -> t.torchName.equals(lower)
                        || t.name().toLowerCase(Locale.ROOT).equals(lower))
                .findFirst();
    }
}
