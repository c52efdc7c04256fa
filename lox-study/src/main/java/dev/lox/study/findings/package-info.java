// SPDX-License-Identifier: Apache-2.0
/** What a study found, as facts: figures of models, differences between them, and the verdict that follows. */
@NullMarked
package dev.lox.study.findings;

import org.jspecify.annotations.NullMarked;
