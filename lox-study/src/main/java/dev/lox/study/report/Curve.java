// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import java.util.List;

/** Estimates along an axis; the same ones at both ends make a level to hold others against. */
record Curve(String name, Look look, List<Double> places, List<Estimate> estimates, boolean marked) {
    Estimate last() {
        return estimates.get(estimates.size() - 1);
    }
}
