// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.model;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Several linear maps of one input, stored separately or stacked as one matrix. */
final class Projections {
    private final List<Linear> stored;
    private final int[] widths;

    Projections(List<Linear> stored, int... widths) {
        this.stored = List.copyOf(stored);
        this.widths = widths;
    }

    /** [tokens, in] to one [tokens, width] for each map. */
    Tensor[] apply(Tensor x) {
        Tensor[] out = new Tensor[widths.length];
        Tensor all = stored.get(0).apply(x);
        for (int i = 0, at = 0; i < out.length; at += widths[i++]) {
            if (stored.size() == 1) out[i] = all.narrow(1, at, widths[i]);
            else out[i] = i == 0 ? all : stored.get(i).apply(x);
        }
        return out;
    }
}
