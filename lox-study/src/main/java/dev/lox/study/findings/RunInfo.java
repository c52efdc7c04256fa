// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

import java.util.List;

/**
 * How a study was run.
 *
 * @param lox version of the program
 * @param failed cells that did not finish
 * @param settings the study's YAML
 * @param reproduce commands that run it again
 */
public record RunInfo(String lox, List<FailedCell> failed, Effort effort, String settings, List<String> reproduce) {}
