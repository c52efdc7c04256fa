// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, types and shapes as each library writes them; the configs say nothing. */
class QuantizationTest {
    private static final String LAYER = "model.layers.0.self_attn.q_proj";

    @TempDir
    Path temp;

    /** Parts such as {@code .weight:F8_E4M3:32x32}; a name without a leading dot or underscore stands for itself. */
    private Path model(String parts) throws Exception {
        Crafted.Entry[] entries = Arrays.stream(parts.split(" "))
                .map(part -> {
                    String[] p = part.split(":");
                    long[] dims = p.length < 3
                            ? new long[0]
                            : Arrays.stream(p[2].split("x"))
                                    .mapToLong(Long::parseLong)
                                    .toArray();
                    String name = p[0].startsWith(".") || p[0].startsWith("_") ? LAYER + p[0] : p[0];
                    return new Crafted.Entry(name, DType.valueOf(p[1]), Shape.of(dims));
                })
                .toArray(Crafted.Entry[]::new);
        return Crafted.model(temp.resolve("model"), entries);
    }

    @ParameterizedTest
    @CsvSource({
        "GPTQ, .qweight:I32:4x32 .qzeros:I32:1x4 .scales:F16:1x32 .g_idx:I32:32",
        "AWQ, .qweight:I32:32x4 .qzeros:I32:1x4 .scales:F16:1x32",
        "PACKED, .qweight:I32:4x32 .scales:F16:1x32",
        "BITSANDBYTES_4BIT, .weight:U8:512x1 .weight.absmax:U8:16 .weight.quant_map:F32:16 .weight.nested_absmax:F32:1",
        "BITSANDBYTES_8BIT, .weight:I8:32x32 .SCB:F32:32",
        "COMPRESSED_TENSORS, .weight_packed:I32:32x4 .weight_scale:BF16:32x1 .weight_shape:I64:2",
        "COMPRESSED_TENSORS, .weight_packed:U8:32x16 .weight_scale:F8_E4M3:32x2 .weight_global_scale:F32:1",
        "MODELOPT, .weight:U8:32x16 .weight_scale:F8_E4M3:32x2 .weight_scale_2:F32 .input_scale:F32",
        "MXFP4, model.layers.0.mlp.experts.gate_up_proj_blocks:U8:4x64x1x16 model.layers.0.mlp.experts.gate_up_proj_scales:U8:4x64x1",
        "MLX, .weight:U32:32x4 .scales:BF16:32x1 .biases:BF16:32x1",
        "MLX, .weight:U32:32x4 .scales:U8:32x1",
        "HQQ, .W_q:U8:16x32 .meta:F32:1",
        "QUANTO, .weight._data:I8:32x32 .weight._scale:F32:32x1",
        "TORCHAO, ._weight_qdata:I8:32x32 ._weight_scale:F32:32",
        "EXL2, .q_weight:I32:4x32 .q_scale:I32:1x4 .q_groups:I16:2",
        "AQLM, .codes:I16:32x4x1 .codebooks:F16:1x256x1x8 .scales:F16:32x1x1x1",
        "SCALED, .weight:F8_E4M3:32x32 .weight_scale_inv:F32:1x1",
        "SCALED, .weight:F8_E4M3:32x32 .weight_scale:BF16:32x1",
        "SCALED, .weight:F8_E5M2:32x32 .weight_scale:F32",
        "SCALED, .weight:I8:32x32 .weight_scale:F32:32x1 .input_scale:F32",
        "SCALED, .weight:F8_E4M3:32x32 .scale_weight:F32",
        "SCALED, .weight:BF16:32x32 .weight_scale:BF16:32x1",
        "SCALED, experts.gate_up_proj:F8_E4M3:4x32x64 experts.gate_up_proj_scale:F32:4x1x1",
        "UNKNOWN, .weight:U8:8x32",
        "UNKNOWN, .weight:I32:32x4",
        "UNKNOWN, .weight:F4:32x32",
        "UNKNOWN, experts.down_proj:I8:4x32x16",
    })
    void codes_areRecognisedByWhatLiesBesideThem(Quantization scheme, String parts) throws Exception {
        try (Checkpoint checkpoint = Checkpoint.open(model(parts + " model.norm.weight:BF16:32"))) {
            assertEquals(Optional.of(scheme), checkpoint.quantization().map(Quantization.Found::scheme));
            String problem = assertThrows(InvalidInputException.class, checkpoint::requireWeights)
                    .getMessage();
            assertTrue(
                    problem.matches(
                            ".*: holds quantised codes, not weights \\(.*: .* is [A-Z0-9_]+ \\[.*]\\); use the unquantised .*"),
                    problem);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".weight:BF16:32x32 .bias:BF16:32",
                // A cast without scales is weights.
                ".weight:F8_E4M3:32x32",
                "transformer.h.0.attn.bias:U8:1x1x64x64 transformer.h.0.attn.masked_bias:F32 .weight:F32:32x32",
                "transformer.h.0.attn.bias:BOOL:1x1x64x64 .weight:F32:32x32",
                "embeddings.position_ids:I64:1x512 .weight:F32:32x32",
                "mlp.gate.e_score_correction_bias:F32:8 .weight:BF16:32x32",
                "logit_scale:F32 logit:F32:3 .weight:F32:32x32",
                "block.scales:F32:3 block.weight:F32:3x3",
                "experts.mask:U8:4x4 .weight:F32:32x32"
            })
    void weightsAndBuffers_areNoCodes(String parts) throws Exception {
        try (Checkpoint checkpoint = Checkpoint.open(model(parts))) {
            assertEquals(Optional.empty(), checkpoint.quantization());
            checkpoint.requireWeights();
        }
    }

    @Test
    void configThatSpeaksOfCodesThatAreNotThere_isRefusedWithARemedy() throws Exception {
        Path folder = model(".weight:BF16:32x32");
        for (String config : new String[] {
            "{\"quantization_config\": {\"quant_method\": \"fp8\"}}",
            "{\"text_config\": {\"quantization_config\": {\"quant_method\": \"fp8\"}}}",
            "{\"compression_config\": {\"quant_method\": \"fp8\"}}"
        }) {
            Files.writeString(folder.resolve("config.json"), config);
            try (Checkpoint checkpoint = Checkpoint.open(folder)) {
                String problem = assertThrows(InvalidInputException.class, checkpoint::requireWeights)
                        .getMessage();
                assertTrue(problem.contains("(fp8), although the stored tensors are plain weights"), problem);
            }
        }
    }
}
