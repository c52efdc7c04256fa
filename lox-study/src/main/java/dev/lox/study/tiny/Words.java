// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.tiny;

import java.util.List;

/** Words as the tokenizer tells them apart: by the spaces between them. */
final class Words {
    private Words() {}

    static List<String> of(String text) {
        return List.of(text.split(" ", -1));
    }
}
