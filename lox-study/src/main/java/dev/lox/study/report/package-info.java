// SPDX-License-Identifier: Apache-2.0
/** A study's result for people: a page, a text for a pull request, pictures, tables for spreadsheets. */
@NullMarked
package dev.lox.study.report;

import org.jspecify.annotations.NullMarked;
