// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import dev.lox.checkpoint.DType;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A type that weights can be stored in, as {@link DType#parse} reads it. */
final class DTypeOption implements ITypeConverter<DType> {
    @Override
    public DType convert(String text) {
        return DType.parse(text)
                .filter(DType::isReal)
                .orElseThrow(() -> new TypeConversionException(
                        "expected float32, bfloat16, float16, float64, float8_e4m3fn or float8_e5m2, got " + text));
    }
}
