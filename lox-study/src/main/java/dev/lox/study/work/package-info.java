// SPDX-License-Identifier: Apache-2.0
/** The cells that studies are made of: hardening, attacks, repairs, replies, verdicts, figures. */
@NullMarked
package dev.lox.study.work;

import org.jspecify.annotations.NullMarked;
