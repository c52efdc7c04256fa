// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files of a repository belong to an id. */
class SelectionTest {
    private record Names(List<String> names) implements Repository {
        @Override
        public Path open(String name) {
            throw new AssertionError("nothing has to be read");
        }
    }

    private static Set<String> select(String id, String... names) throws Exception {
        return new TreeSet<>(HubId.parse(id).orElseThrow().select(new Names(List.of(names))));
    }

    private static String problem(String id, String... names) {
        return assertThrows(InvalidInputException.class, () -> select(id, names))
                .getMessage();
    }

    @Test
    void model_isWeightsConfigsTokenizerTemplatesAndWords() throws Exception {
        String[] taken = {
            "config.json",
            "generation_config.json",
            "model.safetensors",
            "tokenizer.json",
            "tokenizer.model",
            "merges.txt",
            "qwen.tiktoken",
            "chat_template.jinja",
            "additional_chat_templates/tool_use.jinja",
            "modeling_x.py",
            "README.md",
            "LICENSE",
            "LICENSE-LLAMA",
            "USE_POLICY.md"
        };
        String[] left = {
            ".gitattributes", "pytorch_model.bin", "pytorch_model.bin.index.json", "tf_model.h5", "flax_model.msgpack",
            "model.fp16.safetensors", "consolidated.safetensors", "original/params.json", "onnx/model.onnx",
                    "model.gguf",
            "optimizer.pt", "picture.png"
        };
        String[] all = new String[taken.length + left.length];
        System.arraycopy(taken, 0, all, 0, taken.length);
        System.arraycopy(left, 0, all, taken.length, left.length);
        assertEquals(new TreeSet<>(List.of(taken)), select("org/name", all));
    }

    @Test
    void adapter_isItsWeightsAndConfig() throws Exception {
        assertEquals(
                Set.of("adapter_config.json", "adapter_model.safetensors", "README.md"),
                select(
                        "org/name",
                        "adapter_config.json",
                        "adapter_model.safetensors",
                        "README.md",
                        "training_args.bin"));
    }

    @Test
    void picklesAlone_areRefused_sayingWhy() {
        assertTrue(problem("org/name", "config.json", "pytorch_model.bin").contains("pickles"));
        assertTrue(
                problem("org/name", "config.json", "consolidated.safetensors").contains("neither"));
        assertTrue(problem("org/name").contains("neither"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hf:org/name|train.jsonl test.jsonl|train.jsonl",
                "hf:org/name:test|train.jsonl test.jsonl|test.jsonl",
                "hf:org/name|a.csv b.csv|a.csv b.csv",
                "hf:org/name|data/train-00000-of-00002.parquet data/train-00001-of-00002.parquet data/test-00000-of-00001.parquet|data/train-00000-of-00002.parquet data/train-00001-of-00002.parquet",
                "hf:org/name:train_sft|data/train_sft-00000-of-00001-3a14.parquet data/train_gen-00000-of-00001-77.parquet|data/train_sft-00000-of-00001-3a14.parquet",
                "hf:org/name:validation|train.json dev.json|dev.json",
                "hf:org/name:validation|train/0.jsonl valid/0.jsonl valid/1.jsonl|valid/0.jsonl valid/1.jsonl",
                "hf:org/name:dev|train/0.jsonl dev/0.jsonl|dev/0.jsonl",
                "hf:org/name:train|my-train-set.jsonl.gz my-test-set.jsonl.gz|my-train-set.jsonl.gz",
                "hf:org/name:train|trainer.jsonl train_v2.jsonl|train_v2.jsonl",
                "hf:org/name:harmful|harmful.jsonl harmless.jsonl|harmful.jsonl",
                "hf:org/name:harmless.jsonl|harmful.jsonl harmless.jsonl|harmless.jsonl",
                "hf:org/name:main/train|main/train-00000-of-00001.parquet socratic/train-00000-of-00001.parquet|main/train-00000-of-00001.parquet",
                "hf:org/name:main|main/a.csv main/b.csv other/a.csv|main/a.csv main/b.csv",
                "hf:org/name|train.csv train.jsonl|train.jsonl",
                "hf:org/name|train.parquet train-0.csv train-1.csv|train-0.csv train-1.csv",
                "hf:org/name|data.jsonl dataset_infos.json README.md .x/train.jsonl __pycache__/train.json|data.jsonl"
            })
    void data_isTheFilesOfItsPart(String id, String names, String expected) throws Exception {
        assertEquals(new TreeSet<>(List.of(expected.split(" "))), select(id, names.split(" ")));
    }

    @Test
    void data_thatCannotBeTold_isRefused_namingWhatThereIs() {
        assertTrue(problem("hf:org/name:test", "train.jsonl").contains("train.jsonl"));
        assertTrue(problem("hf:org/name", "test.jsonl", "validation.jsonl").contains("test.jsonl, validation.jsonl"));
        assertTrue(problem("hf:org/name", "README.md").contains("no readable files"));
        assertTrue(problem(
                        "hf:org/name:train",
                        "main/train-00000-of-00001.parquet",
                        "socratic/train-00000-of-00001.parquet")
                .contains("hf:org/name:main/train"));
        assertTrue(problem("hf:org/name:train", "data/train-00000-of-00002.parquet")
                .contains("only 1 of the 2"));
    }

    @Test
    void longPaths_areLeftOut_withoutAStackOverflow() throws Exception {
        assertEquals(Set.of("train.jsonl"), select("hf:org/name", "train.jsonl", "a/".repeat(100_000) + "train.jsonl"));
    }
}
