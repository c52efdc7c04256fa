// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.InvalidInputException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
    private static final String SIZES = """
            "vocab_size": 64, "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 4,
            "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 8, "max_position_embeddings": 100,
            """;

    private static ModelConfig read(String type, String more) {
        try {
            String json = "{\"model_type\": \"" + type + "\"," + SIZES + more + "\"use_cache\": true}";
            return ConfigReader.read("config.json", (ObjectNode) new JsonMapper().readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static List<String> problems(String type, String more) {
        return assertThrows(InvalidInputException.class, () -> read(type, more)).problems();
    }

    @Test
    void defaults_ofEachFamily_areThoseOfTransformers() {
        assertEquals(1e-6, read("llama", "").normEps());
        assertEquals(1e-5, read("phi3", "").normEps());
        assertEquals(1e-5, read("olmo2", "").normEps());
        assertTrue(read("gemma2", "").tied());
        assertEquals(OptionalDouble.of(50), read("gemma2", "").attentionCap());
        assertEquals(OptionalDouble.of(30), read("gemma2", "").logitCap());
        assertEquals(
                OptionalDouble.empty(),
                read("gemma2", "\"attn_logit_softcapping\": null,").attentionCap());
        assertEquals(
                OptionalDouble.empty(),
                read("gemma3_text", "\"attn_logit_softcapping\": 20.0,").attentionCap());
        assertEquals(4096, read("mistral", "").layers().get(0).window());
        assertEquals(
                LayerKind.NO_WINDOW,
                read("mistral", "\"sliding_window\": null,").layers().get(0).window());
        assertEquals(LayerKind.NO_WINDOW, read("qwen2", "").layers().get(3).window());
        assertTrue(read("qwen2", "").queryBias());
        assertEquals(
                Activation.GELU_TANH, read("gemma", "\"hidden_act\": \"gelu\",").activation());
        assertEquals(Activation.SILU, read("llama", "").activation());
        assertEquals(1_000_000, read("gemma3_text", "").ropes().get(0).theta());
        assertEquals(10_000, read("gemma3_text", "").ropes().get(1).theta());
    }

    @ParameterizedTest
    @MethodSource("modelTypes")
    void file_withSizesAlone_isReadByTheFamilysDefaults(String type) {
        ModelConfig config = read(type, "");
        assertEquals(type, config.modelType());
        assertEquals(100, config.maxPositions());
        assertEquals(4, config.layers().size());
    }

    static Set<String> modelTypes() {
        return Family.ALL.keySet();
    }

    @Test
    void padding_thatIsNotMentioned_isThatOfTransformers() {
        assertEquals(OptionalInt.empty(), read("llama", "").padding());
        assertEquals(OptionalInt.of(0), read("gemma2", "").padding());
        assertEquals(OptionalInt.of(32000), read("phi3", "").padding());
        assertEquals(OptionalInt.of(1), read("olmo2", "").padding());
        assertEquals(
                OptionalInt.empty(), read("gemma", "\"pad_token_id\": null,").padding());
        assertEquals(OptionalInt.of(5), read("gemma", "\"pad_token_id\": 5,").padding());
    }

    @Test
    void layers_ofAPattern_alternate() {
        List<LayerKind> qwen = read(
                        "qwen2", "\"use_sliding_window\": true, \"sliding_window\": 8, \"max_window_layers\": 2,")
                .layers();
        assertEquals(
                List.of(LayerKind.NO_WINDOW, LayerKind.NO_WINDOW, 8, 8),
                qwen.stream().map(LayerKind::window).toList());
        List<LayerKind> gemma = read("gemma3_text", "\"sliding_window\": 8, \"sliding_window_pattern\": 2,")
                .layers();
        assertEquals(
                List.of(8, LayerKind.NO_WINDOW, 8, LayerKind.NO_WINDOW),
                gemma.stream().map(LayerKind::window).toList());
        assertEquals(List.of(1, 0, 1, 0), gemma.stream().map(LayerKind::rope).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "llama | \"attention_chunk_size\": 8, | option attention_chunk_size is not known",
                "llama | \"quantization_config\": {\"bits\": 4}, | quantised weights are not supported",
                "llama | \"architectures\": [\"LlamaForSequenceClassification\"], | LlamaForSequenceClassification",
                "llama | \"hidden_act\": \"relu\", | activation relu",
                "llama | \"rope_scaling\": {\"type\": \"ntk\", \"factor\": 2.0}, | type ntk is not known",
                "llama | \"rope_scaling\": {\"type\": \"linear\"}, | factor is missing",
                "llama | \"rope_scaling\": {\"type\": \"linear\", \"factor\": -1}, | factor must be positive",
                "llama | \"rope_scaling\": {\"type\": \"linear\", \"factor\": 2, \"other\": 3}, | option other",
                "llama | \"rope_parameters\": {\"rope_type\": \"llama3\", \"factor\": 8}, | low_freq_factor is missing",
                "llama | \"partial_rotary_factor\": 0.5, | partial_rotary_factor",
                "llama | \"rms_norm_eps\": \"small\", | rms_norm_eps must be a number",
                "llama | \"tie_word_embeddings\": 1, | tie_word_embeddings must be true or false",
                "qwen3 | \"layer_types\": [\"full_attention\"], | layer_types must list 4 layers",
                "qwen3 | \"layer_types\": [\"a\", \"full_attention\", \"full_attention\", \"full_attention\"], | layer_types",
                "gemma2 | \"use_bidirectional_attention\": true, | use_bidirectional_attention",
                "gemma3_text | \"rope_parameters\": {\"rope_theta\": 5000.0}, | rope_theta",
                "phi3 | \"rope_scaling\": {\"type\": \"longrope\", \"short_factor\": [1.0]}, | short_factor must be a list of 4",
                "phi3 | \"partial_rotary_factor\": 0.4, | rotates 3 of 8 dimensions",
                "gemma3_text | \"sliding_window\": null, | sliding_window is missing",
                "mistral | \"attention_bias\": true, | option attention_bias is not known for this architecture",
                "olmo2 | \"clip_qkv\": 8.0, | option clip_qkv is not known for this architecture",
                "olmo2 | \"sliding_window\": 4096, | option sliding_window is not known for this architecture",
                "olmo2 | \"architectures\": [\"Olmo3ForCausalLM\"], | Olmo3ForCausalLM",
                "mamba | \"a\": 1, | model_type mamba is not known",
            })
    void option_thatIsWrongOrUnknown_isNamed(String type, String more, String words) {
        List<String> problems = problems(type, more);
        assertTrue(problems.stream().anyMatch(c -> c.contains(words)), problems.toString());
        assertTrue(problems.stream().allMatch(c -> c.startsWith("config.json: ")), problems.toString());
    }

    @Test
    void problems_ofOneFile_comeAllAtOnce() {
        assertEquals(
                3,
                problems("llama", "\"a\": 1, \"hidden_act\": \"relu\", \"rms_norm_eps\": [],")
                        .size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"new_option\": null,", "\"new_option\": false,", "\"new_option\": {},", "\"_private\": 7,"})
    void unknownOption_thatIsOff_isPassedOver(String more) {
        assertEquals(4, read("llama", more).layers().size());
    }

    @Test
    void yarn_withoutOptions_hasItsTemperature() {
        RopeScaling scaling = read("llama", "\"rope_scaling\": {\"type\": \"yarn\", \"factor\": 4.0},")
                .ropes()
                .get(0)
                .scaling();
        assertEquals(0.1 * Math.log(4) + 1, scaling.attentionFactor(), 1e-12);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            llama; "rms_norm_eps": -1,; rms_norm_eps must be between 0 and 1
            llama; "rms_norm_eps": 1e30,; rms_norm_eps must be between 0 and 1
            llama; "rms_norm_eps": 1e308,; rms_norm_eps must be a number
            llama; "rope_theta": 1e308,; rope_theta must be a number
            llama; "rope_scaling": {"rope_type": "linear", "factor": 1e-300},; frequency of Infinity
            llama; "rope_scaling": {"rope_type": "dynamic", "factor": 1e38},; frequency of 0.0
            llama; "rope_scaling": {"rope_type": "yarn", "factor": 4, "attention_factor": -1},; attention_factor
            gemma2; "query_pre_attn_scalar": -4,; query_pre_attn_scalar must be positive
            gemma2; "final_logit_softcapping": 0,; final_logit_softcapping must be positive
            """)
    void numberThatNoModelHas_isRefused(String type, String option, String says) {
        List<String> problems = problems(type, option);
        assertTrue(problems.get(0).contains(says), problems::toString);
    }
}
