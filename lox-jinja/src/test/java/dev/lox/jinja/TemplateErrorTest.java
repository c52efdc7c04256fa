// SPDX-License-Identifier: Apache-2.0
package dev.lox.jinja;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a refusal says. */
class TemplateErrorTest {
    private static String refusal(String template) {
        Map<String, Object> variables = Map.of("messages", List.of(Map.of("role", "user")), "s", "text");
        return assertThrows(TemplateException.class, () -> Template.parse("chat.jinja", template)
                        .render(variables))
                .getMessage();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "{{ s | shout }} ! filter 'shout' is not known",
                "{{ s | urlize }} ! filter 'urlize' is not known",
                "{{ s is loud }} ! test 'loud' is not known",
                "{% trans %} ! tag 'trans' is not known here",
                "{% include 'x' %} ! tag 'include' is not supported",
                "{% block b %} ! tag 'block' is not supported",
                "{% for i in s recursive %} ! recursive loops are not supported",
                "{{ s.encode() }} ! method 'encode' of 'str' is not supported",
                "{{ lipsum() }} ! function 'lipsum' is not supported",
                "{{ shout() }} ! 'shout' is undefined",
                "{{ s.shout() }} ! 'str object' has no attribute 'shout'",
                "{{ messages[0].content.strip() }} ! 'dict object' has no attribute 'content'",
                "{{ s.__class__ }} ! access to attribute '__class__' is unsafe",
                "{{ messages.append(1) }} ! access to attribute 'append' of 'list' object is unsafe",
                "{{ '{:>9}'.format(s) }} ! format: field at character 0 is not supported",
                "{{ '%o' % 8 }} ! format: directive at character 0 is not supported",
                "{{ strftime_now('%Q') }} ! strftime_now: directive '%Q' is not supported",
                "{{ {1.5: 2} }} ! a float as a key is not supported",
                "{{ s.upper }} ! a function has no reproducible text",
                "{{ messages | map('upper') }} ! a generator has no reproducible text",
                "{% if s %} ! unexpected end of template, expected tag elif or else or endif",
                "{% endfor %} ! tag 'endfor' is not known here",
                "{{ s ~ }} ! unexpected end of print statement",
                "{{ s if s else }} ! unexpected end of print statement",
            })
    void construct_thatIsNotKnown_isNamed(String template, String what) {
        assertEquals("chat.jinja: line 1: " + what, refusal(template));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\n\n{{ nope.x }}",
                "{#\n#}\n{% if true %}{{ nope.x }}{% endif %}",
                "\r\n\r\n{% for m in messages %}{{ m.role + 1 }}{% endfor %}",
                "{% macro f() %}\n\n{{ nope.x }}{% endmacro %}\n{{ f() }}",
                "{{ 'a\n' +\n nope.x }}",
                "x  \n\n {%- raise %}",
                "{% raw %}\n\n{% endraw %}{{ 1 | nope }}",
            })
    void refusal_namesTheLine(String template) {
        String message = refusal(template);
        assertTrue(message.startsWith("chat.jinja: line 3: "), message);
    }

    @Test
    void refusal_isOnePrintableLine() {
        String message = refusal("{{ raise_exception('a\\nb\\x1b[31m' * 500) }}");
        assertTrue(message.startsWith("chat.jinja: line 1: a?b?[31m"), message);
        assertTrue(message.length() < 500, message);
    }
}
