// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lox.base.CsvRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** An analysis as files: {@code spectrum.csv}, {@code metrics.json} and {@code report.html}. */
public final class AnalysisFolder {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private AnalysisFolder() {}

    /** Makes the folder where there is none, and writes these files only; what else is in it stays. */
    public static void write(Analysis analysis, Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("spectrum.csv"), spectrum(analysis));
        Files.writeString(
                folder.resolve("metrics.json"),
                MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(analysis.toJson()) + "\n");
        Files.writeString(folder.resolve("report.html"), HtmlReport.of(analysis));
    }

    /** The leading singular values; {@code share} is that of ‖ΔW‖_F² in one direction, empty where ΔW is zero. */
    private static String spectrum(Analysis analysis) {
        StringBuilder csv = new StringBuilder("name,index,sigma,share\n");
        for (MatrixAnalysis m : analysis.matrices()) {
            double[] sigma = m.spectrum().sigma();
            double squares = m.spectrum().squares();
            for (int i = 0; i < Math.min(analysis.request().top(), sigma.length); i++) {
                csv.append(quoted(m.name()))
                        .append(',')
                        .append(i + 1)
                        .append(',')
                        .append(sigma[i])
                        .append(',');
                if (squares > 0) csv.append(String.format(Locale.ROOT, "%.6g", sigma[i] * sigma[i] / squares));
                csv.append('\n');
            }
        }
        return csv.toString();
    }

    /** Tensor names are foreign text. The names that models have need no quotes. */
    private static String quoted(String text) {
        return text.matches("\\w[\\w./ -]*") ? text : CsvRow.cell(text);
    }
}
