// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates that stay within the other limits and yet take minutes or hours. */
class TemplateTimeTest {
    private static final String NESTED_TUPLE =
            "{% set n = namespace(t=(1, 2)) %}{% for i in range(60) %}{% set n.t = (n.t, n.t) %}{% endfor %}";

    private static String render(String template, Limits limits) {
        return Template.parse("t", template).render(Map.of(), TemplateCases.NOON, limits);
    }

    private static void rendersOrRefuses(String template) {
        try {
            render(template, new Limits(400, 1L << 28, 1 << 24, 1));
        } catch (TemplateException e) {
            String message = String.valueOf(e.getMessage());
            assertTrue(
                    message.contains("work") || message.contains("longer") || message.contains("more than"), message);
        }
    }

    @ParameterizedTest
    @Timeout(20)
    @ValueSource(
            strings = {
                "{% set t = 'a' * 16000000 %}{{ 'a' * 8000000 ~ 'b' in t }}",
                "{% set t = 'a' * 2000000 %}{{ t.replace('a' * 1000000 ~ 'b', '') | length }}",
                "{% set t = 'a' * 2000000 %}{{ t.split('a' * 1000000 ~ 'b') | length }}",
                "{% set t = 'a' * 2000000 %}{{ t.rsplit('b' ~ 'a' * 1000000) | length }}",
                "{% set t = 'a' * 2000000 %}{{ t.find('a' * 1000000 ~ 'b') }}",
                "{% set t = 'a' * 2000000 %}{{ t.rfind('b' ~ 'a' * 1000000) }}",
                "{% set t = 'a' * 2000000 %}{{ t.count('a' * 1000000 ~ 'b') }}",
                "{% set t = 'a' * 2000000 %}{{ t.partition('a' * 1000000 ~ 'b') | length }}",
                "{% set t = 'a' * 2000000 %}{{ t.rpartition('b' ~ 'a' * 1000000) | length }}",
                "{% set c = 'b' * 15000000 ~ 'a' %}{{ ('a' * 15000000).strip(c) | length }}",
                "{% set c = 'b' * 15000000 ~ 'a' %}{{ ('a' * 15000000) | trim(c) | length }}",
                "{{ strftime_now('%c' * 8000000) | length }}",
                "{% set s = 'a' * 4000000 %}{{ (s ~ 'a').startswith((s ~ 'b',) * 4000000) }}",
                "{% set s = '\u00e9' * 4000000 %}{{ ([s] * 4000000) | unique | list | length }}",
                "{% set s = '\u00e9' * 4000000 %}{{ ([s] * 4000000) | sort | length }}",
                "{% set s = '\u20ac' * 4000000 %}{{ ([s] * 4000000) | map('title') | list | length }}",
                "{% set s = '\u20ac' * 4000000 %}{{ ([s] * 4000000) | map('wordcount') | list | length }}",
                "{% set s = '\u20ac' * 4000000 %}{{ '%.1s' * 200000 % ([s] * 200000) }}",
                "{% set s = '\u20ac' * 2500000 %}{% for i in range(100000) %}{% set x = s | tojson(ensure_ascii=true) %}{% endfor %}",
                "{% for i in range(100000) %}{% for j in range(300) %}{% set x = 4.9406564584124654e-324 | string %}{% endfor %}{% endfor %}",
                "{% for i in range(100000) %}{% for j in range(300) %}{% if 1.1e-323 < 1.7e308 %}{% endif %}{% endfor %}{% endfor %}",
                NESTED_TUPLE + "{{ {n.t: 1} | length }}",
                NESTED_TUPLE + "{{ n.t in {} }}",
                NESTED_TUPLE + "{{ {}.get(n.t) }}",
                NESTED_TUPLE + "{{ [n.t] | unique | list | length }}",
            })
    void longText_orRepeatedWork_endsSoon(String template) {
        rendersOrRefuses(template);
    }

    @Test
    @Timeout(20)
    void rendering_isStoppedByTheClock() {
        String template = "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}";
        Limits limits = new Limits(400, Long.MAX_VALUE, 1 << 16, 1);
        assertTrue(assertThrows(TemplateException.class, () -> render(template, limits))
                .getMessage()
                .contains("longer than the 1 seconds"));
    }

    @Test
    void rendering_whoseThreadIsInterrupted_stops() {
        Template template = Template.parse("t", "{% for i in range(9999) %}{% endfor %}");
        Thread.currentThread().interrupt();
        try {
            assertTrue(assertThrows(TemplateException.class, () -> template.render(Map.of()))
                    .getMessage()
                    .contains("interrupted"));
        } finally {
            assertTrue(Thread.interrupted());
        }
    }

    @Test
    void copiesOfADict_countAsMemory() {
        String template = "{% set n = namespace(d=dict(range(50000) | map('string') | batch(2)), l=[]) %}"
                + "{% for i in range(100000) %}{% set n.l = n.l + [dict(n.d), n.d.items()] %}{% endfor %}";
        Limits limits = new Limits(400, 1 << 25, 1 << 16, 20);
        assertTrue(assertThrows(TemplateException.class, () -> render(template, limits))
                .getMessage()
                .contains("work"));
    }

    /** Texts of two letters hold parts that overlap themselves. */
    @Test
    void search_findsWhatJavaFinds() {
        Random random = new Random(7);
        Run run = new Run("t", TemplateCases.NOON, Limits.DEFAULT);
        for (int i = 0; i < 20_000; i++) {
            String text = letters(random, random.nextInt(24));
            String part = letters(random, random.nextInt(6));
            int from = random.nextInt(text.length() + 1);
            assertEquals(text.indexOf(part, from), Search.forward(run, part).next(text, from), text + " " + part);
            assertEquals(
                    text.substring(0, from).lastIndexOf(part),
                    Search.backward(run, part).next(text, from),
                    text + " " + part);
        }
    }

    private static String letters(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) text.append(random.nextInt(3) == 0 ? 'b' : 'a');
        return text.toString();
    }
}
