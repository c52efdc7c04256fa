// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModuleNameTest {
    @ParameterizedTest
    @CsvSource({
        "model.layers.12.self_attn.q_proj.weight, 12, self_attn.q_proj",
        "model.layers.3.mlp.experts.7.w1.weight, 3, mlp.experts.w1",
        "model.layers.3.mlp.experts.up_proj[5], 3, mlp.experts.up_proj",
        "transformer.h.0.attn.c_proj.weight, 0, attn.c_proj",
        "model.embed_tokens.weight, -1, embed_tokens",
        "lm_head.weight, -1, lm_head",
        "weight, -1, weight",
        "blocks.4.weight, 4, blocks.4.weight"
    })
    void name_isReadAsLayerAndPath(String tensor, int layer, String path) {
        OptionalInt expected = layer < 0 ? OptionalInt.empty() : OptionalInt.of(layer);
        assertEquals(new ModuleName(expected, path), ModuleName.of(tensor));
    }
}
