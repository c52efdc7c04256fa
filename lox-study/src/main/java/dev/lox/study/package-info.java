// SPDX-License-Identifier: Apache-2.0
/** Runs whole studies: from a description to findings and a report. {@link dev.lox.study.Studies} is the place to start. */
@NullMarked
package dev.lox.study;

import org.jspecify.annotations.NullMarked;
