// SPDX-License-Identifier: Apache-2.0
/** What pages with pictures have in common: axes, colours, style, and pictures that are drawn as SVG or as pixels. */
@NullMarked
package dev.lox.draw;

import org.jspecify.annotations.NullMarked;
