// SPDX-License-Identifier: Apache-2.0
/**
 * What alignment did to a model's weights: spectra of the delta, how much of it lies in its leading directions, how much
 * of those a later fine-tuning left (the R metrics of arXiv 2506.15606), and what a narrower stored type would drown.
 */
@NullMarked
package dev.lox.analyze;

import org.jspecify.annotations.NullMarked;
