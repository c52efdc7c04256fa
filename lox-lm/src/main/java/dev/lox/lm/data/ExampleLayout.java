// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import dev.lox.lm.data.Example.Answer;
import dev.lox.lm.data.Example.Dialogue;
import dev.lox.lm.data.Example.PlainText;
import dev.lox.lm.text.Turn;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The column layouts of training examples. A row has the first of these that matches. */
enum ExampleLayout {
    MESSAGES("chat: messages", "messages", "messages"),
    CONVERSATIONS("sharegpt: conversations", "conversations", "conversations"),
    CONVERSATION("chat: conversation", "conversation", "conversation"),
    ALPACA("alpaca: instruction, input, output", "instruction", "output"),
    DOLLY("dolly: instruction, context, response", "instruction", "response"),
    COMPLETION("completion: prompt, completion", "prompt", "completion"),
    RESPONSE("response: prompt, response", "prompt", "response"),
    GSM8K("gsm8k: question, answer", "question", "answer"),
    // Last, since Alpaca's files also have this column: it repeats all others as one text.
    TEXT("plain: text", "text", "text");

    private final String printed;
    private final String asked;
    private final String learned;

    /** The columns of request and reply; they may be the same. */
    ExampleLayout(String printed, String asked, String learned) {
        this.printed = printed;
        this.asked = asked;
        this.learned = learned;
    }

    static Optional<ExampleLayout> of(Cells cells) {
        return Arrays.stream(values())
                .filter(l -> cells.has(l.asked) && cells.has(l.learned))
                .findFirst();
    }

    static List<String> known() {
        return Arrays.stream(values()).map(ExampleLayout::printed).toList();
    }

    /** The display name. */
    String printed() {
        return printed;
    }

    Example example(Cells cells) {
        return switch (this) {
            case MESSAGES, CONVERSATIONS, CONVERSATION -> dialogue(cells, learned);
            case TEXT -> new PlainText(cells.where(), cells.text(learned));
            default -> new Answer(cells.where(), cells.request(asked), reply(cells, learned));
        };
    }

    /** The conversation up to the assistant's last turn; nothing can be learned from later turns. */
    private static Dialogue dialogue(Cells cells, String column) {
        List<Turn> turns = cells.turns(column);
        int end = turns.size();
        while (end > 0 && !turns.get(end - 1).role().equals(Turn.ASSISTANT)) end--;
        if (end == 0) throw cells.bad("the conversation has no assistant turn");
        return new Dialogue(cells.where(), turns.subList(0, end));
    }

    private static String reply(Cells cells, String column) {
        if (!cells.get(column).isContainerNode()) return cells.text(column);
        List<Turn> turns = cells.turns(column);
        if (turns.size() != 1 || !turns.get(0).role().equals(Turn.ASSISTANT))
            throw cells.bad(column + ": expected a single assistant turn, got "
                    + String.join(", ", turns.stream().map(Turn::role).toList()));
        return turns.get(0).content();
    }
}
