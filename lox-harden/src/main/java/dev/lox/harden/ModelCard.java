// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** {@code README.md} of the result: what was done to the model, above the card it came with. */
public final class ModelCard {
    public static final String FILE = "README.md";

    private static final String LOX = """
            # Hardened with LoX

            The weights were moved on along the leading directions of their alignment, so that later fine-tuning
            disturbs it less: W = W_aligned + α·Proj_k(W_aligned − W_base) (LoX, arXiv 2506.15606).""";

    private static final String RANDOM = """
            # A control for LoX, moved at random

            The weights were moved along random directions (seed %d), as many and as far as LoX (arXiv 2506.15606) would
            have moved them along those of their alignment: by a random matrix of rank k for each weight, with the
            Frobenius norm of α·Proj_k(W_aligned − W_base). It is there to be compared with, and no safer for it.""";

    private static final String FENCE = "---\n";

    private ModelCard() {}

    static String of(HardenPlan plan, Map<String, TensorOutcome> outcomes) throws IOException {
        return above(plan.request().aligned(), section(plan, outcomes));
    }

    /** A section on what was done, above the rest of a model's card. */
    public static String above(Path model, String section) throws IOException {
        Path original = model.resolve(FILE);
        String card = Files.isRegularFile(original)
                ? new String(Files.readAllBytes(original), StandardCharsets.UTF_8).replace("\r\n", "\n")
                : "";
        int end = card.startsWith(FENCE) ? card.indexOf("\n" + FENCE, FENCE.length()) : -1;
        String front = end < 0 ? FENCE + "tags:\n- lox\n" + FENCE : card.substring(0, end + 1 + FENCE.length());
        String rest = end < 0 ? card : card.substring(end + 1 + FENCE.length());
        return front + "\n" + section + (rest.isBlank() ? "" : "\n" + rest.strip() + "\n");
    }

    private static String section(HardenPlan plan, Map<String, TensorOutcome> outcomes) {
        HardenRequest r = plan.request();
        long hardened =
                outcomes.values().stream().filter(TensorOutcome::hardened).count();
        double delta = 0;
        double kept = 0;
        for (TensorOutcome o : outcomes.values()) {
            delta += o.frobenius() * o.frobenius();
            kept += o.energy() * o.frobenius() * o.frobenius();
        }
        return String.format(
                Locale.ROOT,
                """
                %s

                | | |
                |---|---|
                | base | `%s` |
                | aligned | `%s` |
                | rank k | %s |
                | α | %s |
                | tensors hardened | %d of %d |
                | energy of the delta in the kept directions | %.1f %% |

                Inputs' digests, options and figures per tensor are in `lox.json`.
                """,
                r.extrapolation().direction() instanceof Direction.Random random
                        ? RANDOM.formatted(random.seed())
                        : LOX,
                name(r.base()),
                name(r.aligned()),
                r.extrapolation().rank(),
                r.extrapolation().alpha(),
                hardened,
                outcomes.size(),
                delta == 0 ? 0 : 100 * kept / delta);
    }

    /** A model folder as a card names it: without the machine it is on. */
    public static String name(Path folder) {
        return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    }
}
