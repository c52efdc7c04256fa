// SPDX-License-Identifier: Apache-2.0
/** Text in and out: tokenizers, chat templates, prompt formats. */
@NullMarked
package dev.lox.lm.text;

import org.jspecify.annotations.NullMarked;
