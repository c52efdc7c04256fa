// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of charts stay apart and inside, by the boxes that their letters are estimated to fill. */
class ChartTest {
    private static final String LONG = "lox, rank by energy, a defence with a very long name: ";

    private static final Axis PERCENT =
            new Axis(Scale.linear(0, 100, " %"), 100, "a share, less is better", v -> Math.round(100 * v) + " %");

    private static Labels.Box box(Shape.Text t) {
        double width = TextFit.width(t.text(), t.size());
        double left =
                switch (t.anchor()) {
                    case START -> t.x();
                    case MIDDLE -> t.x() - width / 2;
                    case END -> t.x() - width;
                };
        // Ascent and descent of common fonts; neighbouring lines of 13 pixels do not touch.
        return new Labels.Box(left, t.y() - 0.8 * t.size(), width, t.size());
    }

    private static void assertReadable(Sketch sketch) {
        List<Shape.Text> texts = new ArrayList<>();
        for (Shape s : sketch.shapes())
            if (s instanceof Shape.Text t && !t.text().isEmpty()) texts.add(t);
        for (int i = 0; i < texts.size(); i++) {
            Labels.Box box = box(texts.get(i));
            String text = texts.get(i).text();
            assertTrue(box.left() >= -0.5 && box.left() + box.width() <= sketch.width() + 0.5, text + " is cut off");
            assertTrue(box.top() >= 0 && box.top() + box.height() <= sketch.height(), text + " is cut off");
            for (int j = 0; j < i; j++)
                assertFalse(
                        box.overlaps(box(texts.get(j))),
                        text + " lies on " + texts.get(j).text());
        }
    }

    private static List<Curve> curves(int count, String name) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Curve(
                        name + i,
                        SeriesStyle.of(i),
                        Curve.Form.MARKED,
                        List.of(Curve.Point.of(1, 0.2), new Curve.Point(64, 0.5 + i * 1e-4, 0.4, 0.6))))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(doubles = {340, 562, 1152})
    void linePlot_ofManyCloseCurvesWithLongNames_isReadable(double width) {
        Axis across = Axis.of(Scale.logarithmic(1, 64), "directions");
        for (String name : List.of("q", LONG))
            for (int count : new int[] {1, 8, 30})
                assertReadable(
                        new LinePlot(LONG, across, PERCENT, curves(count, name), new LinePlot.Guide(60, "k = 60"))
                                .draw(width));
        assertReadable(new LinePlot("", across, Axis.of(Scale.logarithmic(1e-6, 1), ""), curves(3, "k")).draw(width));
    }

    @ParameterizedTest
    @ValueSource(doubles = {340, 562, 1152})
    void dotPlot_ofLongNames_isReadable(double width) {
        for (String name : List.of("aligned", LONG, "n".repeat(300))) {
            List<DotPlot.Row> rows = IntStream.range(0, 12)
                    .mapToObj(i -> new DotPlot.Row(
                            name + i,
                            List.of(new DotPlot.Dot(
                                    DotPlot.Form.FILLED, SeriesStyle.of(i), 0.5, 0.1, 0.9, List.of(), "half")),
                            "50.0 %"))
                    .toList();
            assertReadable(new DotPlot(LONG, PERCENT, rows, 0.5).draw(width));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {340, 562, 1152})
    void heatMap_ofManyLayers_isReadable(double width) {
        for (int layers : new int[] {1, 32, 126}) {
            List<String> columns =
                    IntStream.range(0, layers).mapToObj(Integer::toString).toList();
            List<HeatMap.Row> rows = IntStream.range(0, 7)
                    .mapToObj(r -> new HeatMap.Row(
                            LONG + r,
                            columns.stream()
                                    .map(c -> new HeatMap.Cell(0.01 * r, "a cell"))
                                    .toList()))
                    .toList();
            assertReadable(new HeatMap("Energy", columns, rows, PERCENT).draw(width));
        }
    }

    @Test
    void chart_takesTheWidthItIsGiven() {
        Axis across = Axis.of(Scale.linear(0, 64, ""), "steps");
        for (double width : new double[] {340, 1152}) {
            assertEquals(
                    width,
                    new LinePlot("", across, PERCENT, curves(3, "q"))
                            .draw(width)
                            .width());
            assertEquals(
                    width, new DotPlot("", PERCENT, List.of(), null).draw(width).width());
        }
    }

    @Test
    void labels_ofPointsThatNearlyCoincide_doNotTouch() {
        Labels labels = new Labels(new Labels.Box(0, 0, 400, 300));
        for (int i = 0; i < 8; i++) labels.keepFree(200 + i, 150, 5);
        List<Labels.Box> boxes = new ArrayList<>();
        for (int i = 0; i < 8; i++) boxes.add(labels.place(200 + i, 150, 90, 16, 9));
        for (int i = 0; i < 8; i++) {
            Labels.Box box = boxes.get(i);
            assertTrue(box.left() >= 0 && box.top() >= 0);
            assertTrue(box.left() + box.width() <= 400 && box.top() + box.height() <= 300);
            for (int j = 0; j < i; j++) assertFalse(box.overlaps(boxes.get(j)), i + " lies on " + j);
        }
    }

    @Test
    void labels_inACorner_stayInside() {
        Labels.Box box = new Labels(new Labels.Box(0, 0, 100, 50)).place(99, 1, 60, 16, 9);
        assertTrue(box.left() >= 0 && box.left() + box.width() <= 100 && box.top() >= 0);
    }

    @Test
    void spread_keepsTheOrderAndTheGap() {
        double[] at = Labels.spread(new double[] {5, 5, 5, 98, 99}, 10, 0, 100);
        for (int i = 1; i < at.length; i++) assertTrue(at[i] - at[i - 1] >= 10 - 1e-9);
        assertTrue(at[0] >= 0 && at[4] <= 100);
    }
}
