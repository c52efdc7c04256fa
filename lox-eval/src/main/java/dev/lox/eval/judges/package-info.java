// SPDX-License-Identifier: Apache-2.0
/** Judges of replies: rules, and language models that are asked a question, remote or local. */
@NullMarked
package dev.lox.eval.judges;

import org.jspecify.annotations.NullMarked;
