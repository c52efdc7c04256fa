// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.draw.Sketch;
import java.util.List;

/**
 * One or several panels side by side, with one legend.
 *
 * @param name of its file
 * @param notes what is to be known when looking at it
 */
record Picture(String name, String title, List<Key> legend, List<Sketch> panels, List<String> notes) {}
