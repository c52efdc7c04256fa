// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates that would never end, fill the memory or the stack. */
class TemplateLimitsTest {
    private static final Limits SMALL = new Limits(400, 1 << 22, 1 << 16, 5);

    private static String refusal(String template) {
        return assertThrows(TemplateException.class, () -> Template.parse("t", template)
                        .render(Map.of(), TemplateCases.NOON, SMALL))
                .getMessage();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
                "{% for a in range(99999) if range(99999) | list | length < 0 %}{% endfor %}",
                "{% set n = namespace(x=[1]) %}{% for i in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}",
                "{% set n = namespace(x=[1]) %}{% for i in range(99) %}{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x == n.x[:] }}",
                "{% set n = namespace(s='aaaaaaaaaaaaaaaa') %}{% for i in range(9) %}{% set n.s = n.s * 2 %}{% endfor %}"
                        + "{% for i in range(9999) %}{{ n.s in n.s ~ 'b' }}{% endfor %}",
                "{{ [0] * 65000 * 65000 }}",
                "{{ (range(60000) | list | sort | unique | list) * 999 }}",
                "{% for i in range(99999) %}{{ range(99999) | sum }}{% endfor %}",
            })
    void work_withoutEnd_isStopped(String template) {
        String message = refusal(template);
        assertTrue(message.contains("work") || message.contains("characters"), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% for a in range(99999) %}aaaaaaaaaaaaaaaa{% endfor %}",
                "{{ 'a' * 999999999 }}",
                "{{ 'a' * 65000 * 65000 }}",
                "{{ 'a' | center(99999999) }}",
                "{{ 'a'.ljust(99999999) }}",
                "{{ '7'.zfill(99999999) }}",
                "{{ 'a\\nb' | indent(99999999) }}",
                "{{ ('a' * 60000).replace('a', 'b' * 60000) }}",
                "{{ ('a' * 60000) | replace('', 'b' * 60000) }}",
                "{{ ('b' * 60000).join('a' * 60000) }}",
                "{{ ['b' * 60000] * 60 }}",
                "{{ [[1]] | tojson(indent=99999999) }}",
                "{{ [[1]] | tojson(separators=('b' * 60000, 'x')) }}{{ [1, 2, 3] | tojson(separators=('b' * 60000, 'x')) }}",
                "{{ '%s%s' % ('a' * 60000, 'a' * 60000) }}",
                "{{ '{0}{0}'.format('a' * 60000) }}",
                "{{ ('a' * 60000) ~ ('a' * 60000) }}",
                "{{ 'a' * 60000 + 'a' * 60000 }}",
                "{{ ('<' * 60000) | e }}",
                "{% set n = namespace(x=[1]) %}{% for i in range(99) %}{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x }}",
                "{% set n = namespace(x=[1]) %}{% for i in range(99) %}{% set n.x = [n.x, n.x] %}{% endfor %}{{ n.x | tojson }}",
            })
    void text_thatIsTooLong_isNotMade(String template) {
        String message = refusal(template);
        assertTrue(message.contains("more than 65536 characters"), message);
    }

    static Stream<String> deep() {
        return Stream.of(
                "{{ " + "(".repeat(5000) + "1" + ")".repeat(5000) + " }}",
                "{{ " + "[".repeat(5000) + "]".repeat(5000) + " }}",
                "{{ " + "not ".repeat(5000) + "1 }}",
                "{{ " + "-".repeat(5000) + "1 }}",
                "{{ 1" + " + 1".repeat(5000) + " }}",
                "{{ 'a'" + " | upper".repeat(5000) + " }}",
                "{{ x" + ".a".repeat(5000) + " }}",
                "{{ 1" + " if 1 else 1".repeat(5000) + " }}",
                "{{ 1 " + "if 1 ".repeat(5000) + " }}",
                "{{ x is defined" + " is defined".repeat(5000) + " }}",
                "{% if 1 %}".repeat(5000) + "{% endif %}".repeat(5000),
                "{% for a in [1] %}".repeat(5000) + "{% endfor %}".repeat(5000),
                "{% set " + "(".repeat(5000) + "a" + ")".repeat(5000) + " = 1 %}",
                "{% macro f(n) %}{{ f(n + 1) }}{% endmacro %}{{ f(0) }}",
                "{% macro f() %}{{ caller() }}{% call f() %}{% endcall %}{% endmacro %}{% call f() %}{% endcall %}",
                "{% set n = namespace(x=[]) %}{% for i in range(999) %}{% set n.x = [n.x] %}{% endfor %}{{ n.x }}",
                "{% set n = namespace(x=[]) %}{% for i in range(999) %}{% set n.x = [n.x] %}{% endfor %}{{ n.x | tojson }}",
                "{% set n = namespace() %}{% set n.x = n %}{{ n }}",
                "{% set n = namespace(x=[], y=[]) %}{% for i in range(999) %}{% set n.x = [n.x] %}{% set n.y = [n.y] %}"
                        + "{% endfor %}{{ n.x == n.y }}{{ n.x < n.y }}");
    }

    @ParameterizedTest
    @MethodSource("deep")
    void depth_withoutEnd_isRefused(String template) {
        String message = refusal(template);
        assertTrue(message.contains("nested") || message.contains("chained") || message.contains("undefined"), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ 10 ** (10 ** 10) }}",
                "{{ 99999 ** 99999 }}",
                "{{ 2 ** 999999999999 }}",
                "{% set n = namespace(x=9) %}{% for i in range(99) %}{% set n.x = n.x * n.x %}{% endfor %}",
                "{{ range(10 ** 100) }}",
                "{{ 10 ** 400 * 1.5 }}",
            })
    void number_thatIsTooLarge_isRefused(String template) {
        String message = refusal(template);
        assertTrue(message.contains("large") || message.contains("big"), message);
    }

    @Test
    void variable_nestedTooDeep_isRefused() {
        Object nested = Map.of();
        for (int i = 0; i < 10_000; i++) nested = java.util.List.of(nested);
        Object deep = nested;
        assertThrows(TemplateException.class, () -> Template.parse("t", "").render(Map.of("x", deep)));
    }

    @Test
    void source_thatIsTooLong_isRefused() {
        String source = "x".repeat(2 << 20);
        assertThrows(TemplateException.class, () -> Template.parse("t", source));
    }

    @Test
    void conversation_ofAThousandTurns_isRendered() {
        String source = "{% for m in messages %}{{ m.role + ': ' + m.content | trim + '\\n' }}{% endfor %}";
        Map<String, Object> turn = Map.of("role", "user", "content", "word ".repeat(1000));
        String text = Template.parse("t", source).render(Map.of("messages", java.util.Collections.nCopies(1000, turn)));
        assertEquals(1000 * (6 + 4999 + 1), text.length());
    }
}
