// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.run;

import dev.lox.study.result.Effort;
import java.util.List;

/**
 * What a result says of how it came about.
 *
 * @param settings the study's file
 * @param reproduce commands
 */
public record Footer(String lox, Effort effort, String settings, List<String> reproduce) {}
