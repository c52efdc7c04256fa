// SPDX-License-Identifier: Apache-2.0
package dev.lox.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubSettingsTest {
    @TempDir
    Path home;

    private HubSettings of(String... variables) throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of("HOME", home.toString()));
        for (int i = 0; i < variables.length; i += 2) environment.put(variables[i], variables[i + 1]);
        return HubSettings.of(environment);
    }

    @Test
    void cache_isFoundAsHuggingfaceHubFindsIt() throws IOException {
        assertEquals(home.resolve(".cache/huggingface/hub"), of().cache());
        assertEquals(Path.of("/x/huggingface/hub"), of("XDG_CACHE_HOME", "/x").cache());
        assertEquals(
                Path.of("/h/hub"), of("HF_HOME", "/h", "XDG_CACHE_HOME", "/x").cache());
        assertEquals(Path.of("/c"), of("HF_HUB_CACHE", "/c", "HF_HOME", "/h").cache());
        assertEquals(
                Path.of("/old"),
                of("HUGGINGFACE_HUB_CACHE", "/old", "HF_HOME", "/h").cache());
        assertEquals(home.resolve("h/hub"), of("HF_HOME", "~/h").cache());
        assertEquals(home.resolve("h/hub"), of("HF_HOME", "${HOME}/h").cache());
        assertEquals(home.resolve("h/hub"), of("HF_HOME", "$HOME/h").cache());
        assertEquals(Path.of("/h/hub"), of("HF_HOME", "/h", "HF_HUB_CACHE", "").cache());
    }

    @Test
    void token_isOfTheVariable_elseOfTheFile() throws IOException {
        assertEquals(Optional.empty(), of().token());
        Files.createDirectories(home.resolve(".cache/huggingface"));
        Files.writeString(home.resolve(".cache/huggingface/token"), "hf_file\n");
        assertEquals(Optional.of("hf_file"), of().token());
        assertEquals(Optional.of("hf_env"), of("HF_TOKEN", " hf_env\n").token());
        Files.writeString(home.resolve("other"), "hf_other");
        assertEquals(
                Optional.of("hf_other"),
                of("HF_TOKEN_PATH", home.resolve("other").toString()).token());
    }

    @Test
    void token_isNeitherPrintedNorComplainedOf() throws IOException {
        assertFalse(of("HF_TOKEN", "hf_secret").toString().contains("secret"));
        InvalidInputException e =
                assertThrows(InvalidInputException.class, () -> of("HF_TOKEN", "hf_secret\nX-Header: 1"));
        assertFalse(e.getMessage().contains("secret"));
    }

    @ParameterizedTest
    @CsvSource({"1,true", "ON,true", "yes,true", "True,true", "0,false", "off,false", "'',false"})
    void offline_isWhatHuggingfaceHubCallsTrue(String value, boolean offline) throws IOException {
        assertEquals(offline, of("HF_HUB_OFFLINE", value).offline());
        assertEquals(offline, of("TRANSFORMERS_OFFLINE", value).offline());
    }

    @Test
    void endpointAndTimeout_haveDefaults() throws IOException {
        assertEquals("https://huggingface.co", of().endpoint().toString());
        assertEquals(Duration.ofSeconds(10), of().timeout());
        assertEquals(
                "http://mirror:81/hub",
                of("HF_ENDPOINT", "http://mirror:81/hub/").endpoint().toString());
        assertEquals(Duration.ofSeconds(30), of("HF_HUB_DOWNLOAD_TIMEOUT", "30").timeout());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mirror", "ftp://mirror", "https://", "https://a b", "file:///x"})
    void endpointThatIsNone_isRefused(String value) {
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> of("HF_ENDPOINT", value));
        assertTrue(e.getMessage().startsWith("HF_ENDPOINT: "), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "ten", "99999999999"})
    void timeoutThatIsNone_isRefused(String value) {
        assertThrows(InvalidInputException.class, () -> of("HF_HUB_DOWNLOAD_TIMEOUT", value));
    }
}
