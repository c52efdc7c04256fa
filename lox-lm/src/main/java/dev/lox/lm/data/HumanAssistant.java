// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import dev.lox.base.ForeignText;
import dev.lox.lm.text.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The dialogue format of HH-RLHF: {@code \n\nHuman: ...\n\nAssistant: ...}. */
final class HumanAssistant {
    private static final Pattern SPEAKER = Pattern.compile("(?:\\n\\n|^\\s*)(Human|Assistant):");

    private HumanAssistant() {}

    static List<Turn> turns(Cells cells, String column) {
        String text = cells.text(column);
        Matcher speaker = SPEAKER.matcher(text);
        if (!speaker.find() || !text.substring(0, speaker.start()).isBlank())
            throw cells.bad(
                    column + ": expected a dialogue that begins with Human:, got " + ForeignText.printable(text));
        List<Turn> turns = new ArrayList<>();
        for (boolean more = true; more; ) {
            String role = speaker.group(1).equals("Human") ? Turn.USER : Turn.ASSISTANT;
            int start = speaker.end();
            more = speaker.find();
            String content = text.substring(start, more ? speaker.start() : text.length())
                    .strip();
            if (content.isEmpty()) throw cells.bad(column + ": turn " + turns.size() + " is empty");
            turns.add(new Turn(role, content));
        }
        return turns;
    }
}
