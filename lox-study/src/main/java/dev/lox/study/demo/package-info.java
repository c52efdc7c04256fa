// SPDX-License-Identifier: Apache-2.0
/** The built-in tiny pair of models, its data, and the demonstration study on it. */
@NullMarked
package dev.lox.study.demo;

import org.jspecify.annotations.NullMarked;
