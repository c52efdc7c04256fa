// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
    private static final String HOSTILE = "model.layers.0.<img src=x onerror=\"alert(1)\">&'.weight";

    @TempDir
    Path dir;

    String html = "";

    @BeforeEach
    void report() throws Exception {
        double[][] before = TinyModel.random(40, 30, 1, 1);
        double[][] after = TinyModel.plus(before, TinyModel.random(40, 30, 0.1, 2));
        double[][] tuned = TinyModel.plus(after, TinyModel.random(40, 30, 0.1, 3));
        String plain = "model.layers.1.mlp.up_proj.weight";
        Path base = new TinyModel().with(HOSTILE, before).with(plain, before).write(dir.resolve("<b>base"));
        Path aligned = new TinyModel().with(HOSTILE, after).with(plain, after).write(dir.resolve("aligned"));
        Path finetuned = new TinyModel().with(HOSTILE, tuned).with(plain, tuned).write(dir.resolve("fine&tuned"));
        AnalyzeRequest d = AnalyzeRequest.of(base, aligned);
        AnalyzeRequest request = new AnalyzeRequest(
                base,
                aligned,
                Optional.of(finetuned),
                d.rank(),
                d.dtype(),
                d.top(),
                List.of(),
                List.of(),
                1,
                Optional.empty(),
                false);
        try (AnalysisPlan plan = AnalysisPreflight.check(request)) {
            html = HtmlReport.of(Analyzer.run(plan, (tensor, bytes, total) -> {}));
        }
    }

    @Test
    void page_needsNothingButItself() {
        for (String foreign : List.of("<script", "http:", "https:", "@import", "url(", "<link", "<img", "src="))
            assertFalse(html.replace("src=x onerror", "").contains(foreign), foreign);
    }

    @Test
    void foreignNames_areEscapedWhereverTheyStand() {
        assertFalse(html.contains("<img"));
        assertFalse(html.contains("onerror=\"alert"));
        assertFalse(html.contains("<b>base"));
        assertTrue(html.contains("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;&#39;"));
        assertTrue(html.contains("fine&amp;tuned"));
    }

    @Test
    void everyElement_isClosedInOrder() {
        Deque<String> open = new ArrayDeque<>();
        Matcher tags = Pattern.compile("<(/?)([a-z][a-z0-9]*)((?:[^>\"]|\"[^\"]*\")*)>")
                .matcher(html);
        while (tags.find()) {
            String name = tags.group(2);
            if (name.equals("meta") || tags.group(3).endsWith("/")) continue;
            if (tags.group(1).isEmpty()) open.push(name);
            else
                assertEquals(
                        open.pop(),
                        name,
                        () -> "before " + html.substring(tags.end()).lines().findFirst());
        }
        assertTrue(open.isEmpty(), open::toString);
    }

    @Test
    void noFigure_isNotANumber() {
        assertFalse(html.contains("NaN") || html.contains("Infinity"));
    }
}
