// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import java.io.IOException;

/**
 * Computes new weights from those of two or three models, without training.
 *
 * <pre>{@code
 * EditRequest request = EditRequest.of(
 *         Map.of(Role.BASE, base, Role.ALIGNED, aligned), Lox.DEFAULT, Path.of("hardened"));
 * try (EditPlan plan = WeightEdit.plan(request)) {
 *     EditReport report = plan.run((tensor, bytes, total) -> {});
 * }
 * }</pre>
 */
public final class WeightEdit {
    private WeightEdit() {}

    /**
     * Checks a request against the headers of its inputs and the disk, before anything is computed or written. The plan
     * holds the inputs open; close it.
     *
     * @throws dev.lox.base.InvalidInputException with all problems of the inputs
     * @throws NotEnoughSpaceException if only the disk stands in the way
     */
    public static EditPlan plan(EditRequest request) throws IOException {
        return Preflight.check(request);
    }
}
