// SPDX-License-Identifier: Apache-2.0
/** The subset of Jinja that chat templates are written in, rendered as transformers renders it. */
@NullMarked
package dev.lox.jinja;

import org.jspecify.annotations.NullMarked;
