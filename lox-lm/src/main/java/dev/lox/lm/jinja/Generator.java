// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.jinja;

import java.util.Iterator;

/** What filters such as {@code map} return: read once, item by item, without a length; always true. */
record Generator(Iterator<Object> items) {}
