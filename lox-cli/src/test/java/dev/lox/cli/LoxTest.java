// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lox.base.Version;
import dev.lox.synthetic.SyntheticPair;
import dev.lox.synthetic.SyntheticShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoxTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"harden", "analyze", "inspect", "demo", "fetch"})
    void help_ofEveryVerb_exitsWith0(String verb) {
        Cli run = Cli.run(verb, "--help");
        assertEquals(0, run.exit());
        assertTrue(
                run.out().contains("Usage: lox " + verb)
                        && run.out().contains("--json")
                        && run.out().contains("--quiet"),
                run.out());
    }

    @Test
    void version_isTheBuilds() throws IOException {
        String pom = Files.readString(Path.of("../pom.xml"));
        assertTrue(pom.contains("<version>" + Version.NUMBER + "</version>"));
        assertEquals("lox " + Version.NUMBER + "\n", Cli.run("--version").out());
    }

    @Test
    void inspect_listsTensorsOfFolderAndFile() throws IOException {
        new SyntheticPair(SyntheticShape.SMALL, 1).write(folder);
        Cli table = Cli.run("inspect", folder.resolve("base"));
        assertTrue(
                table.out().contains("model.layers.1.mlp.up_proj.weight")
                        && table.out().contains("21 tensors"),
                table.out());
        JsonNode json = new ObjectMapper()
                .readTree(Cli.run("inspect", "--json", folder.resolve("base/model.safetensors"))
                        .out());
        assertEquals(21, json.path("tensors").size());
        assertEquals("F32", json.path("tensors").path(0).path("dtype").asText());
        assertEquals(2, Cli.run("inspect", folder.resolve("nowhere")).exit());
    }

    @ParameterizedTest
    @CsvSource({"1024,1024", "2K,2048", "512M,536870912", "1.5G,1610612736", "2GiB,2147483648", "3mb,3145728"})
    void size_asPeopleWriteIt_isBytes(String text, long bytes) {
        assertEquals(bytes, new Sizes.Parser().convert(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G", "-1", "2X", "NaN", "1e30T"})
    void size_nonsense_isRefused(String text) {
        assertThrows(picocli.CommandLine.TypeConversionException.class, () -> new Sizes.Parser().convert(text));
    }

    @ParameterizedTest
    @CsvSource({"999,999 B", "1000,1.0 kB", "538090408,538.1 MB", "13476839424,13.5 GB", "999999,1.0 MB"})
    void size_forPeople_hasOneDecimal(long bytes, String text) {
        assertEquals(text, Sizes.human(bytes));
    }
}
