// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a template says, it is rendered or refused, and soon. */
class TemplateFuzzTest {
    private static final Limits SMALL = new Limits(400, 1 << 18, 1 << 14, 5);
    private static final Map<String, Object> VARIABLES =
            TemplateCases.variables(TemplateCases.golden().path("variables"));
    private static final List<String> SOURCES = TemplateCases.sources();
    private static final List<String> PIECES = List.of(
            "{{",
            "}}",
            "{%",
            "%}",
            "{#",
            "#}",
            "-",
            "+",
            "*",
            "**",
            "//",
            "~",
            "|",
            ".",
            ",",
            ":",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "'",
            "\"",
            "\\",
            "\n",
            " ",
            "0",
            "-1",
            "1e999",
            "none",
            "true",
            "s",
            "l",
            "d",
            "ld",
            "undef",
            " in ",
            " is ",
            " not ",
            " if ",
            " else ",
            " and ",
            "loop",
            "{% for i in l %}",
            "{% endfor %}",
            "{% set x = 1 %}",
            "{% macro f() %}",
            "{% endmacro %}",
            "f()",
            "range(99)",
            "| list",
            "| tojson",
            "| sort",
            "| int",
            "\ud800",
            "\ud83d\ude00",
            "\u0000",
            "{% break %}",
            "{% generation %}",
            "namespace()",
            ".items()",
            "[::-1]",
            "| batch(0)");

    static Stream<byte[]> seeds() {
        return SOURCES.stream().map(s -> s.getBytes(StandardCharsets.UTF_8));
    }

    private static void renderedOrRefused(String source) {
        try {
            Template.parse("t", source).render(VARIABLES, TemplateCases.NOON, SMALL);
        } catch (TemplateException e) {
            String message = String.valueOf(e.getMessage());
            if (!message.matches("t: line \\d+: .+")) throw new AssertionError("names no place: " + message, e);
        }
    }

    @Tag("fuzz")
    @MethodSource("seeds")
    @DictionaryEntries({
        "{{ ",
        " }}",
        "{% ",
        " %}",
        "{%- for m in ld %}",
        "{% endfor %}",
        "{% if s %}",
        "{% endif %}",
        "| tojson(indent=2)",
        "| selectattr('role')",
        "namespace(a=1)",
        "loop.previtem",
        "raise_exception('x')",
        "strftime_now('%Y')",
        "{% set ns.x = 1 %}",
        "[::-1]",
        ".split('-')",
        "{% generation %}",
        "{% endgeneration %}",
        "**",
        "'%5.2f' % "
    })
    @FuzzTest(maxDuration = "200s")
    void anyTemplate_isRenderedOrRefused(byte[] bytes) {
        renderedOrRefused(new String(bytes, StandardCharsets.UTF_8));
    }

    @Property(tries = 20_000, edgeCases = net.jqwik.api.EdgeCasesMode.NONE)
    void damagedTemplate_isRenderedOrRefused(@ForAll("damaged") String source) {
        renderedOrRefused(source);
    }

    @Provide
    Arbitrary<String> damaged() {
        Arbitrary<String> source = Arbitraries.of(SOURCES);
        Arbitrary<Integer> place = Arbitraries.integers().between(0, 1 << 20);
        Arbitrary<String> piece = Arbitraries.of(PIECES);
        Arbitrary<String> once = Combinators.combine(
                        source, place, Arbitraries.integers().between(0, 12), piece)
                .as(TemplateFuzzTest::replaced);
        Arbitrary<String> spliced = Combinators.combine(once, source, place, place)
                .as((a, b, i, j) -> a.substring(0, i % (a.length() + 1)) + b.substring(j % (b.length() + 1)));
        return Arbitraries.oneOf(
                once,
                spliced,
                Combinators.combine(spliced, place, Arbitraries.integers().between(0, 3), piece)
                        .as(TemplateFuzzTest::replaced));
    }

    private static String replaced(String source, int place, int length, String piece) {
        int from = place % (source.length() + 1);
        return source.substring(0, from) + piece + source.substring(Math.min(source.length(), from + length));
    }
}
