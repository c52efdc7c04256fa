// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTest {
    @TempDir
    Path folder;

    @BeforeEach
    void copy() throws IOException {
        for (String name : List.of("config.json", "model.safetensors"))
            Files.copy(Golden.folder("llama").resolve(name), folder.resolve(name));
    }

    private List<String> problems() {
        return assertThrows(InvalidInputException.class, () -> CausalLm.load(folder, LoadOptions.DEFAULT))
                .problems();
    }

    private void config(String from, String to) throws IOException {
        Path file = folder.resolve("config.json");
        String text = Files.readString(file);
        assertTrue(text.contains(from), text);
        Files.writeString(file, text.replace(from, to));
    }

    /** Renames a tensor, keeping the length of the head. */
    private void rename(String from, String to) throws IOException {
        Path file = folder.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        String head = new String(bytes, 8, length, StandardCharsets.UTF_8);
        assertTrue(head.contains(from) && from.length() == to.length());
        byte[] changed = head.replace(from, to).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(changed, 0, bytes, 8, length);
        Files.write(file, bytes);
    }

    @Test
    void tensor_thatIsMissing_isNamedWithTheOneTooMany() throws IOException {
        rename("model.layers.1.mlp.up_proj.weight", "model.layers.1.mlp.op_proj.weight");
        assertEquals(2, problems().size());
        assertTrue(problems().get(0).contains("model.layers.1.mlp.up_proj.weight [48, 32] is missing"));
        assertTrue(problems().get(1).contains("op_proj.weight is not part of a llama model"));
    }

    @Test
    void tensor_ofAnotherShape_isNamed() throws IOException {
        config("\"intermediate_size\": 48", "\"intermediate_size\": 40");
        assertTrue(
                problems().get(0).contains("gate_proj.weight is [48, 32], expected [40, 32]"),
                problems().get(0));
    }

    @Test
    void problems_ofManyTensors_areShortened() throws IOException {
        config("\"hidden_size\": 32", "\"hidden_size\": 64");
        assertTrue(problems().size() <= 8);
        assertTrue(problems().get(problems().size() - 1).matches("and \\d+ more tensors"));
    }

    @Test
    void config_thatIsMissing_isNamed() throws IOException {
        Files.delete(folder.resolve("config.json"));
        assertTrue(problems().get(0).contains("config.json: no such file"));
    }

    @Test
    void cuda_withoutADevice_isRefused() {
        LoadOptions options = new LoadOptions(
                new Placement(Precision.F32, ComputeDevice.CUDA), Optional.empty(), false, WeightUse.INFERENCE);
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> CausalLm.load(folder, options));
        assertTrue(e.problems().get(0).contains("device=cuda"));
    }

    @Test
    void adapter_ofAnotherModel_isRefused() throws IOException {
        config("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 1");
        LoadOptions options = new LoadOptions(
                LoadOptions.DEFAULT.placement(), Optional.of(Golden.folder("lora-llama")), false, WeightUse.INFERENCE);
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> CausalLm.load(folder, options));
        assertTrue(e.problems().get(0).contains("model.layers.1"), e.getMessage());
    }
}
