// SPDX-License-Identifier: Apache-2.0
/** Text at the edge: tokenizers, chat templates, prompt formats. */
@NullMarked
package dev.lox.lm.text;

import org.jspecify.annotations.NullMarked;
