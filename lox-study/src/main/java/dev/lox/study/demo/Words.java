// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.demo;

import java.util.List;

/** Splits text at spaces, as the tokenizer does. */
final class Words {
    private Words() {}

    static List<String> of(String text) {
        return List.of(text.split(" ", -1));
    }
}
