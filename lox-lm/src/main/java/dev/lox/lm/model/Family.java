// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import java.util.Arrays;
import java.util.Optional;

/** Decoder architectures, under the names config.json gives them. */
public enum Family {
    LLAMA("llama", "LlamaForCausalLM"),
    MISTRAL("mistral", "MistralForCausalLM"),
    QWEN2("qwen2", "Qwen2ForCausalLM"),
    QWEN3("qwen3", "Qwen3ForCausalLM"),
    GEMMA("gemma", "GemmaForCausalLM"),
    GEMMA2("gemma2", "Gemma2ForCausalLM"),
    GEMMA3("gemma3_text", "Gemma3ForCausalLM"),
    PHI3("phi3", "Phi3ForCausalLM");

    private final String modelType;
    private final String className;

    Family(String modelType, String className) {
        this.modelType = modelType;
        this.className = className;
    }

    /** {@code model_type} in config.json. */
    public String modelType() {
        return modelType;
    }

    String className() {
        return className;
    }

    static Optional<Family> ofModelType(String name) {
        return Arrays.stream(values()).filter(f -> f.modelType.equals(name)).findFirst();
    }

    /** Norms multiply by 1 + weight, in f32 throughout; embeddings are scaled by the square root of their width. */
    boolean isGemma() {
        return this == GEMMA || this == GEMMA2 || this == GEMMA3;
    }

    /** Norms behind attention and feed-forward as well as before them. */
    boolean normsBehind() {
        return this == GEMMA2 || this == GEMMA3;
    }

    /** Queries and keys are normed a head at a time. */
    boolean normsQueriesAndKeys() {
        return this == QWEN3 || this == GEMMA3;
    }

    /** One stored matrix for queries, keys and values, and one for gate and up. */
    boolean fusesProjections() {
        return this == PHI3;
    }
}
