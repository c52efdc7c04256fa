// SPDX-License-Identifier: Apache-2.0
/** Reports as HTML pages, and charts as SVG and PNG. */
@NullMarked
package dev.lox.graphics;

import org.jspecify.annotations.NullMarked;
