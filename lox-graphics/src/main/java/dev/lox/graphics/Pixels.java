// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** A drawing as an image on white, two pixels to a unit. Nothing else needs the JDK's desktop module. */
final class Pixels {
    private static final int SCALE = 2;
    private static final float[] DASHES = {5, 3};

    private final Graphics2D graphics;

    private Pixels(Graphics2D graphics) {
        this.graphics = graphics;
    }

    /** As a PNG file's bytes. */
    static byte[] png(Sketch sketch) throws IOException {
        // Otherwise AWT would ask the display for fonts, and fail where DISPLAY names none.
        if (System.getProperty("java.awt.headless") == null) System.setProperty("java.awt.headless", "true");
        BufferedImage image = new BufferedImage(
                (int) Math.ceil(SCALE * sketch.width()),
                (int) Math.ceil(SCALE * sketch.height()),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
            graphics.scale(SCALE, SCALE);
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            Pixels pixels = new Pixels(graphics);
            sketch.shapes().forEach(pixels::shape);
        } finally {
            graphics.dispose();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(image, "png", bytes)) throw new IOException("this JDK writes no PNG");
        return bytes.toByteArray();
    }

    private void shape(Shape shape) {
        if (shape instanceof Shape.Stroke s) {
            Path2D path = new Path2D.Double();
            trace(path, s.xy());
            stroke(path, s.pen());
        } else if (shape instanceof Shape.Area a) {
            Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO);
            for (double[] ring : a.rings()) {
                trace(path, ring);
                path.closePath();
            }
            fill(path, a.fill(), a.edge());
        } else if (shape instanceof Shape.Disc d) {
            fill(
                    new Ellipse2D.Double(d.x() - d.radius(), d.y() - d.radius(), 2 * d.radius(), 2 * d.radius()),
                    d.fill(),
                    d.edge());
        } else if (shape instanceof Shape.Text t) text(t);
    }

    private static void trace(Path2D path, double[] xy) {
        for (int i = 0; i < xy.length; i += 2) {
            if (i == 0) path.moveTo(xy[i], xy[i + 1]);
            else path.lineTo(xy[i], xy[i + 1]);
        }
    }

    private void fill(java.awt.Shape outline, Paint paint, @Nullable Pen edge) {
        int alpha = (int) Math.round(255 * paint.opacity());
        graphics.setColor(new Color(alpha << 24 | paint.light(), true));
        graphics.fill(outline);
        if (edge != null) stroke(outline, edge);
    }

    private void stroke(java.awt.Shape outline, Pen pen) {
        graphics.setColor(new Color(pen.paint().light()));
        graphics.setStroke(new BasicStroke(
                (float) pen.width(), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, pen.dashed() ? DASHES : null, 0));
        graphics.draw(outline);
    }

    private void text(Shape.Text t) {
        Font font = new Font(Font.SANS_SERIF, t.bold() ? Font.BOLD : Font.PLAIN, 1).deriveFont((float) t.size());
        graphics.setFont(font);
        graphics.setColor(new Color(t.paint().light()));
        double width =
                font.getStringBounds(t.text(), graphics.getFontRenderContext()).getWidth();
        double shift =
                switch (t.anchor()) {
                    case START -> 0;
                    case MIDDLE -> width / 2;
                    case END -> width;
                };
        graphics.drawString(t.text(), (float) (t.x() - shift), (float) t.y());
    }
}
