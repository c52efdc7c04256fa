// SPDX-License-Identifier: Apache-2.0
/** What a study found out, as its files hold it: figures of models, differences between them, and the verdict. */
@NullMarked
package dev.lox.study.result;

import org.jspecify.annotations.NullMarked;
