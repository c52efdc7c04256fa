// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class PictureTest {
    private static final int WHITE = 0xffffffff;

    private static Sketch sketch() {
        return new Sketch(120, 80, "a <title>", "shows \"this\" & that")
                .line(new Pen(Paint.RULE, 1, true), 0, 0, 120, 80)
                .box(Paint.viridis(0.5), 10, 10, 40, 20)
                .mark(Marker.TRIANGLE, Paint.series(0), 60, 40, 5, "tip <b>")
                .hollow(Marker.DISC, Paint.series(1), 90, 40, 5, "")
                .text(Paint.INK, 11, Anchor.END, 118, 70, "a < b");
    }

    private static Document xml(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static BufferedImage pixels(Sketch sketch) throws Exception {
        return ImageIO.read(new ByteArrayInputStream(PngPicture.of(sketch)));
    }

    @Test
    void file_isXmlThatSaysWhatItShows() throws Exception {
        Document svg = xml(SvgPicture.file(sketch()));
        assertEquals("img", svg.getDocumentElement().getAttribute("role"));
        assertEquals("a <title>", svg.getElementsByTagName("title").item(0).getTextContent());
        assertEquals(
                "shows \"this\" & that",
                svg.getElementsByTagName("desc").item(0).getTextContent());
        assertEquals("a < b", svg.getElementsByTagName("text").item(0).getTextContent());
        assertEquals("tip <b>", svg.getElementsByTagName("title").item(1).getTextContent());
    }

    @Test
    void file_hasColoursOfItsOwn_thePageOnesFollowThePage() {
        assertFalse(SvgPicture.file(sketch()).contains("var("));
        assertTrue(SvgPicture.inPage(sketch(), "").contains("fill=\"var(--s0)\""));
        assertFalse(SvgPicture.inPage(sketch(), "").contains("#0072b2"));
    }

    @Test
    void pixels_areThoseOfTheShapes() throws Exception {
        BufferedImage image = pixels(sketch());
        assertEquals(240, image.getWidth());
        assertEquals(0xff000000 | Paint.viridis(0.5).light(), image.getRGB(2 * 30, 2 * 12));
        assertEquals(0xff000000 | Paint.series(0).light(), image.getRGB(2 * 60, 2 * 41));
        assertEquals(WHITE, image.getRGB(2 * 90, 2 * 40));
        assertEquals(WHITE, image.getRGB(10, 150));
    }

    @Test
    void text_leavesInk() throws Exception {
        BufferedImage image = pixels(sketch());
        boolean ink = false;
        for (int x = 2 * 90; x < 2 * 118; x++) ink |= image.getRGB(x, 2 * 66) != WHITE;
        assertTrue(ink);
    }

    @Test
    void sameSketch_givesTheSameBytes() throws Exception {
        assertArrayEquals(PngPicture.of(sketch()), PngPicture.of(sketch()));
        assertEquals(SvgPicture.file(sketch()), SvgPicture.file(sketch()));
    }

    @Test
    void whatCannotBeDrawn_saysSo() {
        Sketch nothing = new Sketch(0, 0, "", "");
        assertThrows(PngPicture.NoDrawingException.class, () -> PngPicture.of(nothing));
    }

    @Test
    void piecesOfAnArea_haveNoSeam() throws Exception {
        Sketch halves = new Sketch(20, 20, "", "")
                .area(Paint.INK, List.of(new double[] {0, 0, 10.3, 0, 10.3, 20, 0, 20}, new double[] {
                    10.3, 0, 20, 0, 20, 20, 10.3, 20
                }));
        BufferedImage image = pixels(halves);
        for (int x = 0; x < 40; x++) assertEquals(0xff000000 | Paint.INK.light(), image.getRGB(x, 20), "at " + x);
    }

    @Test
    void part_isMovedWhole() {
        String moved = SvgPicture.file(new Sketch(120, 80, "a <title>", "shows \"this\" & that").place(sketch(), 3, 4));
        assertNotEquals(SvgPicture.file(sketch()), moved);
        assertEquals(
                SvgPicture.file(sketch()),
                SvgPicture.file(new Sketch(120, 80, "a <title>", "shows \"this\" & that").place(sketch(), 0, 0)));
        assertTrue(moved.contains("<text x=\"121\" y=\"74\""));
        assertTrue(moved.contains("cx=\"93\" cy=\"44\""));
    }
}
