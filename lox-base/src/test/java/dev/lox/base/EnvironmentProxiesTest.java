// SPDX-License-Identifier: Apache-2.0
package dev.lox.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentProxiesTest {
    private static String proxyOf(String uri, String... variables) {
        Map<String, String> environment = new java.util.HashMap<>();
        for (int i = 0; i < variables.length; i += 2) environment.put(variables[i], variables[i + 1]);
        Proxy proxy = EnvironmentProxies.of(environment).select(URI.create(uri)).get(0);
        return proxy.type() == Proxy.Type.DIRECT
                ? "direct"
                : proxy.address().toString().replaceAll("/<unresolved>", "");
    }

    @Test
    void scheme_choosesTheProxy_lowerCaseFirst() {
        assertEquals("p:80", proxyOf("http://hub.example/a", "HTTP_PROXY", "http://p"));
        assertEquals("direct", proxyOf("https://hub.example/a", "HTTP_PROXY", "http://p"));
        assertEquals("q:3128", proxyOf("https://hub.example/a", "HTTPS_PROXY", "q:3128", "HTTP_PROXY", "p"));
        assertEquals("l:1", proxyOf("http://hub.example", "http_proxy", "http://l:1", "HTTP_PROXY", "http://u:2"));
        assertEquals("a:1", proxyOf("https://hub.example", "ALL_PROXY", "http://user:word@a:1/"));
        assertEquals("direct", proxyOf("http://hub.example", "HTTP_PROXY", " "));
    }

    @ParameterizedTest
    @CsvSource({
        "hub.example, http://hub.example, true",
        "hub.example, http://a.hub.example, true",
        ".hub.example, http://a.hub.example, true",
        "*.hub.example, http://a.hub.example, true",
        "hub.example, http://nothub.example, false",
        "HUB.example, http://hub.EXAMPLE, true",
        "'other, hub.example', http://hub.example, true",
        "hub.example:8080, http://hub.example:8080, true",
        "hub.example:8080, http://hub.example, false",
        "*, http://hub.example, true",
        "10.1.0.0/16, http://10.1.2.3, true",
        "10.1.0.0/16, http://10.2.2.3, false",
        "10.1.2.3, http://10.1.2.3, true",
        "'', http://127.0.0.1:80, true",
        "'', http://localhost, true",
        "'', http://[::1]:80, true",
    })
    void noProxy_isReadAsByOthers(String none, String uri, boolean direct) {
        assertEquals(
                direct, proxyOf(uri, "HTTP_PROXY", "http://p", "NO_PROXY", none).equals("direct"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socks5://user:secret@p:1",
                "http://user:secret@",
                "http://user:secret@ p",
                "https://user:secret@p"
            })
    void whatIsNoHttpProxy_isRefusedWithoutItsValue(String value) {
        InvalidInputException e =
                assertThrows(InvalidInputException.class, () -> EnvironmentProxies.of(Map.of("HTTPS_PROXY", value)));
        assertFalse(e.getMessage().contains("secret"), e.getMessage());
    }
}
