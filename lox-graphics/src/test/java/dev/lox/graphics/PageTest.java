// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.synthetic.SelfContainedPage;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class PageTest {
    private static final String HOSTILE =
            "</title><script>alert(1)</script>\" onload='x' & \u0000\u0007\ud800\u202e]]>";

    private static final String HARMLESS = "</title><script>alert(1)</script>\" onload='x' & ����]]>";

    private static Picture picture(String text, double value) {
        Axis axis = new Axis(Scale.linear(0, 1, ""), 1, text, v -> text);
        DotPlot.Dot dot = new DotPlot.Dot(
                DotPlot.Form.FILLED, SeriesStyle.of(0), value, 0, 1, List.of(new DotPlot.Sample(1, text)), text);
        return new Picture(
                text,
                text,
                List.of(LegendEntry.dot(Paint.INK, text)),
                List.of(
                        new DotPlot(text, axis, List.of(new DotPlot.Row(text, List.of(dot), text)), null),
                        new LinePlot(
                                text,
                                axis,
                                axis,
                                List.of(new Curve(
                                        text, SeriesStyle.of(0), Curve.Form.MARKED, List.of(Curve.Point.of(0, 1)))),
                                new LinePlot.Guide(0, text)),
                        new HeatMap(
                                text,
                                List.of(text),
                                List.of(new HeatMap.Row(text, List.of(new HeatMap.Cell(1, text)))),
                                axis)),
                List.of(text));
    }

    private static Page page(String text) {
        Table table = new Table(text, List.of(Table.name(text), Table.words(text)), List.of(List.of(text, text)), true);
        return new Page(text, text)
                .lead(text)
                .verdict(Page.Verdict.FAILS, text, List.of(text, text))
                .tiles(List.of(new Page.Tile(text, text)))
                .warning(text, List.of(Map.entry(text, text), Map.entry(text, text)), 1)
                .section(text)
                .subheading(text)
                .paragraph(text)
                .picture(picture(text, 0.5))
                .table(table)
                .folded(table, false)
                .folded(text, text)
                .preformatted(text)
                .end()
                .terms(List.of(Map.entry(text, text)));
    }

    @Test
    void hostileText_isTextInEveryPlace() throws Exception {
        Document document = SelfContainedPage.parse(page(HOSTILE).html());
        assertEquals(HARMLESS, document.getElementsByTagName("title").item(0).getTextContent());
        assertEquals(HARMLESS, document.getElementsByTagName("h1").item(0).getTextContent());
        assertEquals(
                HARMLESS, document.getElementsByTagName("figcaption").item(0).getTextContent());
    }

    @Test
    void hostileText_isTextInAFileToo() throws Exception {
        String svg = SvgPicture.file(picture(HOSTILE, 0.5).sheet());
        assertFalse(svg.contains("<script") || svg.contains("\u0000") || svg.contains("\u202e"));
        assertTrue(svg.contains("&lt;script&gt;"));
    }

    @Test
    void tableWithoutRows_isLeftOut() {
        String html = new Page("", "")
                .table(new Table("caption", List.of(Table.name("a")), List.of()))
                .html();
        assertFalse(html.contains("<table"));
    }

    @Test
    void charts_areThereForWideScreensAndForPhones() {
        String html = page("plain").html();
        assertTrue(html.contains("class=\"panels of3 large\"") && html.contains("class=\"panels small\""));
        assertTrue(html.contains("viewBox=\"0 0 340 "));
    }

    @Test
    void chartTooWideForAPhone_isThereOnceAndScrolls() {
        List<String> columns =
                IntStream.range(0, 40).mapToObj(Integer::toString).toList();
        HeatMap map = new HeatMap(
                "map",
                columns,
                List.of(new HeatMap.Row(
                        "row", columns.stream().map(c -> (HeatMap.Cell) null).toList())),
                Axis.of(Scale.linear(0, 1, ""), ""));
        String html = new Page("", "")
                .picture(new Picture("", "map", List.of(), List.of(map), List.of()))
                .html();
        assertFalse(html.contains("panels small"));
        assertTrue(html.contains("scroll sideways"));
        assertEquals(2, html.split("<svg", -1).length);
    }

    @Test
    void columns_leaveNoRowHalfEmpty() {
        Panel panel = width -> new Sketch(width, 100, "", "");
        int[] columns = {1, 2, 3, 2, 3, 3};
        for (int n = 1; n <= 6; n++) {
            Picture picture = new Picture("", "", List.of(), Collections.nCopies(n, panel), List.of());
            assertEquals(columns[n - 1], picture.columns(), n + " charts");
        }
        Panel wide = width -> new Sketch(Math.max(width, 700), 100, "", "");
        assertEquals(1, new Picture("", "", List.of(), List.of(wide, wide), List.of()).columns());
    }
}
