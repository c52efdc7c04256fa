// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.judges;

import dev.lox.lm.text.Request;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with placeholders for the two sides of an exchange. */
final class QuestionTemplate {
    static final String PROMPT = "{prompt}";
    static final String REPLY = "{reply}";

    private static final Pattern PLACE = Pattern.compile(Pattern.quote(PROMPT) + "|" + Pattern.quote(REPLY));

    private QuestionTemplate() {}

    /** Fills the placeholders in one pass, so that placeholder names within judged text are left alone. */
    static Request fill(String wording, String prompt, String reply) {
        String text = PLACE.matcher(wording)
                .replaceAll(place -> Matcher.quoteReplacement(place.group().equals(PROMPT) ? prompt : reply));
        return new Request.Instruction(text, "");
    }
}
