// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** {@code README.md} of the result: what was done to the model, above the card it came with. */
final class ModelCard {
    static final String FILE = "README.md";

    private static final String FENCE = "---\n";

    private ModelCard() {}

    static String of(EditRequest request, Collection<TensorOutcome> outcomes) throws IOException {
        String section = section(request, outcomes);
        Path model = request.model(request.method().target());
        Path original = model.resolve(FILE);
        String card = Files.isRegularFile(original)
                ? new String(Files.readAllBytes(original), StandardCharsets.UTF_8).replace("\r\n", "\n")
                : "";
        int end = card.startsWith(FENCE) ? card.indexOf("\n" + FENCE, FENCE.length()) : -1;
        String front = end < 0 ? FENCE + "tags:\n- lox\n" + FENCE : card.substring(0, end + 1 + FENCE.length());
        String rest = end < 0 ? card : card.substring(end + 1 + FENCE.length());
        return front + "\n" + section + (rest.isBlank() ? "" : "\n" + rest.strip() + "\n");
    }

    private static String section(EditRequest request, Collection<TensorOutcome> outcomes) {
        WeightMethod method = request.method();
        StringBuilder text = new StringBuilder(method.card()).append("\n\n| | |\n|---|---|\n");
        request.models().forEach((role, folder) -> row(text, role.title(), "`" + name(folder) + "`"));
        for (List<String> row : method.cardRows(outcomes)) row(text, row.get(0), row.get(1));
        return text.append("\nInputs' digests, options and figures per tensor are in `lox.json`.\n")
                .toString();
    }

    private static void row(StringBuilder text, String label, String value) {
        text.append("| ").append(label).append(" | ").append(value).append(" |\n");
    }

    /** A model folder as a card names it: without the machine it is on. */
    private static String name(Path folder) {
        return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    }
}
