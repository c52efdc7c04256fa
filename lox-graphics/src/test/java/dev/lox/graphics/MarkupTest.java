// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MarkupTest {
    @Test
    void markup_becomesText() {
        assertEquals("&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;", Markup.escape("<a b=\"c\" d='e'>&"));
    }

    @Test
    void whatXmlCannotHold_isReplaced() {
        assertEquals("a�b�c�d�e", Markup.escape("a\u0000b\ud800c\uffffd\u0085e"));
    }

    @Test
    void lines_stay() {
        assertEquals("a\n\tb 🍰 é", Markup.escape("a\n\tb 🍰 é"));
    }
}
