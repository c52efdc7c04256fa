// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import dev.lox.lm.text.Request;
import dev.lox.lm.text.Request.Conversation;
import dev.lox.lm.text.Turn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Where a preference pair keeps its prompt: in the first of these columns, or in the turns that both sides share. */
enum PreferenceLayout {
    PROMPT,
    QUESTION,
    CONVERSATIONS,
    MESSAGES,
    CONVERSATION,
    INSTRUCTION,
    SHARED;

    private static final String CHOSEN = "chosen";
    private static final String REJECTED = "rejected";

    static boolean isPair(Cells cells) {
        return cells.has(CHOSEN) && cells.has(REJECTED);
    }

    static PreferenceLayout of(Cells cells) {
        return Arrays.stream(values())
                .filter(l -> l == SHARED || cells.has(l.column()))
                .findFirst()
                .orElse(SHARED);
    }

    static List<String> known() {
        return Arrays.stream(values()).map(PreferenceLayout::printed).toList();
    }

    /** The display name. */
    String printed() {
        return switch (this) {
            case INSTRUCTION -> "instruction, input, chosen, rejected";
            case SHARED -> "chosen, rejected";
            default -> column() + ", chosen, rejected";
        };
    }

    Preference preference(Cells cells) {
        Preference preference = this == SHARED ? shared(cells) : prompted(cells);
        if (preference.chosen().equals(preference.rejected())) throw cells.bad("chosen and rejected are equal");
        return preference;
    }

    private Preference prompted(Cells cells) {
        Request prompt = withSystem(cells, cells.request(column()));
        List<Turn> turns = prompt.turns();
        return new Preference(
                cells.where(), prompt, continuation(cells, CHOSEN, turns), continuation(cells, REJECTED, turns));
    }

    /** Both sides may begin with a system turn that the prompt beside them leaves out. */
    private static Request withSystem(Cells cells, Request prompt) {
        if (isSystem(prompt.turns().get(0)) || !cells.hasTurns(CHOSEN) || !cells.hasTurns(REJECTED)) return prompt;
        Turn chosen = cells.turns(CHOSEN).get(0);
        Turn rejected = cells.turns(REJECTED).get(0);
        if (!isSystem(chosen) && !isSystem(rejected)) return prompt;
        if (!chosen.equals(rejected)) throw cells.bad("chosen and rejected begin with different system turns");
        List<Turn> turns = new ArrayList<>(List.of(chosen));
        turns.addAll(prompt.turns());
        return new Conversation(turns);
    }

    private static boolean isSystem(Turn turn) {
        return turn.role().equals(Turn.SYSTEM);
    }

    /** The reply: the side itself or, if it repeats the whole conversation, what follows the prompt. */
    private static List<Turn> continuation(Cells cells, String column, List<Turn> prompt) {
        if (!cells.hasTurns(column)) return List.of(new Turn(Turn.ASSISTANT, cells.text(column)));
        List<Turn> turns = cells.turns(column);
        // A side that repeats the conversation may leave out the system turn.
        boolean shorter = isSystem(prompt.get(0)) && !isSystem(turns.get(0));
        List<Turn> head = shorter ? prompt.subList(1, prompt.size()) : prompt;
        boolean whole =
                turns.size() >= head.size() && turns.subList(0, head.size()).equals(head);
        return checked(cells, column, whole ? turns.subList(head.size(), turns.size()) : turns);
    }

    private static Preference shared(Cells cells) {
        List<Turn> chosen = side(cells, CHOSEN);
        List<Turn> rejected = side(cells, REJECTED);
        if (chosen.equals(rejected)) throw cells.bad("chosen and rejected are equal");
        int end = 0;
        while (end < Math.min(chosen.size(), rejected.size()) && chosen.get(end).equals(rejected.get(end))) end++;
        if (end == 0) throw cells.bad("chosen and rejected share no turn, but must begin with the same prompt");
        if (chosen.get(end - 1).role().equals(Turn.ASSISTANT))
            throw cells.bad("the turns shared by chosen and rejected end with the assistant's, expected the user's");
        return new Preference(
                cells.where(),
                new Conversation(Beside.of(cells.row()).conversation(cells.row(), chosen.subList(0, end))),
                checked(cells, CHOSEN, chosen.subList(end, chosen.size())),
                checked(cells, REJECTED, rejected.subList(end, rejected.size())));
    }

    private static List<Turn> side(Cells cells, String column) {
        return cells.hasTurns(column) ? cells.turns(column) : HumanAssistant.turns(cells, column);
    }

    private static List<Turn> checked(Cells cells, String column, List<Turn> turns) {
        if (turns.isEmpty()) throw cells.bad(column + " has nothing after the prompt");
        for (int i : new int[] {0, turns.size() - 1})
            if (!turns.get(i).role().equals(Turn.ASSISTANT))
                throw cells.bad(column + (i == 0 ? " begins" : " ends") + " with a turn of the "
                        + turns.get(i).role() + ", expected the assistant's");
        return turns;
    }

    private String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
