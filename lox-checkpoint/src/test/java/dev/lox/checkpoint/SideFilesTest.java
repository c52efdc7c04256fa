// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links in the folders of strangers do not carry this machine's files into a result. */
class SideFilesTest {
    @TempDir
    Path temp;

    private Path model() throws IOException {
        Path model = Files.createDirectories(temp.resolve("model"));
        Files.writeString(model.resolve("config.json"), "{}");
        return model;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/proc/self/environ", "/dev/zero", "../secret.txt", "nowhere", "sub/../../secret.txt"})
    void linkThatLeavesTheFolder_isRefusedByName(String target) throws Exception {
        Files.writeString(temp.resolve("secret.txt"), "secret");
        Path folder = Files.createDirectory(model().resolve("sub"));
        Files.createSymbolicLink(folder.resolveSibling("USE_POLICY.md"), Path.of(target));
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> SideFiles.of(temp.resolve("model")));
        assertTrue(e.getMessage().contains("USE_POLICY.md: is a link to " + target), e.getMessage());
    }

    @Test
    void everyForeignFile_isNamed() throws Exception {
        Path model = model();
        Files.createSymbolicLink(model.resolve("a.txt"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(model.resolve("b.txt"), Path.of("/etc/hosts"));
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> SideFiles.of(model));
        assertEquals(2, e.details().size(), e.getMessage());
    }

    @Test
    void linksWithinTheFolder_andFilesThatAreNotCopied_areAllRight() throws Exception {
        Path model = model();
        Files.createSymbolicLink(model.resolve("tokenizer_config.json"), Path.of("config.json"));
        Files.createSymbolicLink(model.resolve(".hidden"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(model.resolve("model.safetensors"), Path.of("/data/model.safetensors"));
        Files.createSymbolicLink(temp.resolve("link"), model);
        assertEquals(
                List.of(Path.of("config.json"), Path.of("tokenizer_config.json")), SideFiles.of(temp.resolve("link")));
    }

    @Test
    void snapshotOfAHubCache_mayLinkToItsBlobsOnly() throws Exception {
        Path repository = temp.resolve("hub/models--org--name");
        Path snapshot = Files.createDirectories(repository.resolve("snapshots/0123"));
        Path blobs = Files.createDirectories(repository.resolve("blobs"));
        Path shared = Files.createDirectories(temp.resolve("hub/blobs"));
        Files.writeString(blobs.resolve("ab"), "{}");
        Files.writeString(shared.resolve("cd"), "{}");
        Files.createSymbolicLink(snapshot.resolve("config.json"), Path.of("../../blobs/ab"));
        Files.createSymbolicLink(snapshot.resolve("tokenizer.json"), Path.of("../../../blobs/cd"));
        assertEquals(2, SideFiles.of(snapshot).size());
        Files.createSymbolicLink(snapshot.resolve("more.json"), Path.of("../../../../elsewhere.json"));
        Files.writeString(temp.resolve("elsewhere.json"), "{}");
        assertThrows(InvalidInputException.class, () -> SideFiles.of(snapshot));
    }
}
