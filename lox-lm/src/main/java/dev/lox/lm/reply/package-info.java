// SPDX-License-Identifier: Apache-2.0
/** Text in, text out: a loaded model with its tokenizer and prompt format, and files of replies. */
@NullMarked
package dev.lox.lm.reply;

import org.jspecify.annotations.NullMarked;
