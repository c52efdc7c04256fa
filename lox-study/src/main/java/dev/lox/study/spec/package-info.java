// SPDX-License-Identifier: Apache-2.0
/** What a study is to do, as files and command lines say it. */
@NullMarked
package dev.lox.study.spec;

import org.jspecify.annotations.NullMarked;
