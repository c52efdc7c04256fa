// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import dev.lox.lm.data.Example.Answer;
import dev.lox.lm.data.Example.Dialogue;
import dev.lox.lm.data.Example.PlainText;
import dev.lox.lm.text.Turn;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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
        Set<Integer> unlearned = cells.unlearned(column);
        int end = turns.size();
        while (end > 0 && (!turns.get(end - 1).role().equals(Turn.ASSISTANT) || unlearned.contains(end - 1))) end--;
        if (end == 0)
            throw cells.bad(
                    unlearned.isEmpty()
                            ? "the conversation has no assistant turn; it has turns of " + Turns.roles(turns)
                            : "none of the assistant's turns is to be learned");
        List<Turn> all = Beside.of(cells.row()).conversation(cells.row(), turns);
        int added = all.size() - turns.size();
        Set<Integer> context = new TreeSet<>();
        for (int i : unlearned) if (i < end) context.add(i + added);
        return new Dialogue(cells.where(), all.subList(0, end + added), context);
    }

    private static String reply(Cells cells, String column) {
        if (!cells.hasTurns(column)) return cells.text(column);
        List<Turn> turns = cells.turns(column);
        if (turns.size() != 1 || !turns.get(0).role().equals(Turn.ASSISTANT))
            throw cells.bad(column + ": expected a single assistant turn, got "
                    + String.join(", ", turns.stream().map(Turn::role).toList()));
        return turns.get(0).content();
    }
}
