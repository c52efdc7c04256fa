// SPDX-License-Identifier: Apache-2.0
/** What is evaluated and the resulting figures: prompt sets, samples, rates with intervals, gates. */
@NullMarked
package dev.lox.eval.results;

import org.jspecify.annotations.NullMarked;
