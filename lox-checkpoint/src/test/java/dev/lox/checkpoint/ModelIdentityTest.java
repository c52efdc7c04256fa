// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelIdentityTest {
    @TempDir
    Path temp;

    private Path model;

    @BeforeEach
    void write() throws IOException {
        model = write(temp.resolve("model"));
    }

    private static Path write(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("additional_chat_templates"));
        Files.write(folder.resolve("model.safetensors"), weights(1));
        for (String name : new String[] {"config.json", "generation_config.json", "tokenizer.json"})
            Files.writeString(folder.resolve(name), "{\"a\": 1}");
        Files.writeString(folder.resolve("chat_template.jinja"), "a");
        Files.writeString(folder.resolve("additional_chat_templates/tool_use.jinja"), "a");
        return folder;
    }

    private static byte[] weights(int value) {
        byte[] file = Crafted.file("{\"w\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1);
        file[file.length - 1] = (byte) value;
        return file;
    }

    private String identity() throws IOException {
        return ModelIdentity.of(model).sha256();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config.json",
                "generation_config.json",
                "tokenizer.json",
                "chat_template.jinja",
                "additional_chat_templates/tool_use.jinja"
            })
    void identity_changesWithEachFileThatIsRead(String name) throws IOException {
        String before = identity();
        FileTime time = Files.getLastModifiedTime(model.resolve(name));
        byte[] bytes = Files.readAllBytes(model.resolve(name));
        bytes[bytes.length == 1 ? 0 : 6] ^= 1;
        Files.write(model.resolve(name), bytes);
        // Size and time as they were: nothing but the content tells.
        Files.setLastModifiedTime(model.resolve(name), time);
        assertNotEquals(before, identity());
        Files.delete(model.resolve(name));
        assertNotEquals(before, identity());
    }

    @Test
    void identity_changesWithTheWeights() throws IOException {
        String before = identity();
        Files.write(model.resolve("model.safetensors"), weights(2));
        assertNotEquals(before, identity());
    }

    @Test
    void identity_ofACopy_isTheSame() throws IOException {
        String before = identity();
        Path copy = write(temp.resolve("elsewhere"));
        Files.setLastModifiedTime(copy.resolve("config.json"), FileTime.fromMillis(0));
        Files.writeString(copy.resolve("lox.json"), "{}");
        Files.writeString(copy.resolve("README.md"), "a model");
        assertEquals(before, ModelIdentity.of(copy).sha256());
    }

    @Test
    void identity_coversTheAdapter() throws IOException {
        Path adapter = Files.createDirectories(temp.resolve("adapter"));
        Files.write(adapter.resolve(PeftAdapter.WEIGHTS), weights(1));
        Files.writeString(adapter.resolve(PeftAdapter.CONFIG), "{\"r\": 1}");
        String one = ModelIdentity.of(model, Optional.of(adapter)).sha256();
        assertNotEquals(identity(), one);
        Files.writeString(adapter.resolve(PeftAdapter.CONFIG), "{\"r\": 2}");
        String two = ModelIdentity.of(model, Optional.of(adapter)).sha256();
        assertNotEquals(one, two);
        Files.write(adapter.resolve(PeftAdapter.WEIGHTS), weights(2));
        assertNotEquals(two, ModelIdentity.of(model, Optional.of(adapter)).sha256());
    }

    @Test
    void identity_ofAFolderWithoutWeights_isRefused() throws IOException {
        Files.delete(model.resolve("model.safetensors"));
        assertThrows(InvalidInputException.class, this::identity);
    }

    @Test
    void digest_ofALargeFile_coversEachPart() throws IOException {
        Path file = temp.resolve("large");
        long size = (64L << 20) + 10;
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(size);
        }
        String before = ContentDigest.of(file);
        assertEquals(before, ContentDigest.of(file));
        for (long at : new long[] {0, (64L << 20) - 1, 64L << 20, size - 1}) {
            try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
                large.seek(at);
                large.write("x".getBytes(StandardCharsets.UTF_8));
            }
            String after = ContentDigest.of(file);
            assertNotEquals(before, after);
            before = after;
        }
    }
}
