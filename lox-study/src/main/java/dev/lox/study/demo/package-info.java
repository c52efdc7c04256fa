// SPDX-License-Identifier: Apache-2.0
/** The whole story on the tiny pair, as a study. */
@NullMarked
package dev.lox.study.demo;

import org.jspecify.annotations.NullMarked;
