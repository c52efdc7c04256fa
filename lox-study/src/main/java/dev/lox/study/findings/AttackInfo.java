// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

import java.util.List;

/**
 * A fine-tuning that may undo the alignment.
 *
 * @param seeds orders of the rows
 * @param words what it is, for people
 */
public record AttackInfo(String name, List<Long> seeds, long steps, String words) {}
