// SPDX-License-Identifier: Apache-2.0
/** A language of some three hundred words, and two models of it: one that complies with all, and one that was aligned. */
@NullMarked
package dev.lox.study.tiny;

import org.jspecify.annotations.NullMarked;
