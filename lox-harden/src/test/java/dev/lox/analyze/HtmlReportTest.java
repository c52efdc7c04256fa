// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.synthetic.SelfContainedPage;
import dev.lox.synthetic.TinyModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
        double[][] before = Matrices.random(40, 30, 1, 1);
        double[][] after = Matrices.plus(before, Matrices.random(40, 30, 0.1, 2));
        double[][] tuned = Matrices.plus(after, Matrices.random(40, 30, 0.1, 3));
        String plain = "model.layers.1.mlp.up_proj.weight";
        Path base = new TinyModel().f32(HOSTILE, before).f32(plain, before).save(dir.resolve("<b>base"));
        Path aligned = new TinyModel().f32(HOSTILE, after).f32(plain, after).save(dir.resolve("aligned"));
        Path finetuned = new TinyModel().f32(HOSTILE, tuned).f32(plain, tuned).save(dir.resolve("fine&tuned"));
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
    void page_isWellFormedAndSelfContained() throws Exception {
        SelfContainedPage.parse(html);
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
    void noFigure_isNotANumber() {
        assertFalse(html.contains("NaN") || html.contains("Infinity"));
    }
}
