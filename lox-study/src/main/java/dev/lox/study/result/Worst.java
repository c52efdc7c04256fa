// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.result;

import java.util.List;

/**
 * A variant's worst case: the attack after which its attack success rate, mean over seeds, is highest.
 *
 * @param asr that mean
 * @param within whether it is known to keep every bound on utility
 * @param reasons the bounds it does not keep, or of which that is unknown, in words
 */
public record Worst(String variant, String attack, double asr, boolean within, List<String> reasons) {}
