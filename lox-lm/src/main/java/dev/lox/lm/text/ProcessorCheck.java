// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;

/** What puts a beginning and an end around the tokens of a text: once, and with tokens that exist. */
final class ProcessorCheck {
    private static final int MAX_PIECES = 64;
    private static final int MAX_IDS = 1024;

    private int frames;

    void check(String where, JsonNode processor) {
        if (processor.isNull() || processor.isMissingNode()) return;
        String type = ComponentTypes.PROCESSORS.of(where, processor);
        int i = 0;
        for (JsonNode nested : ComponentTypes.PROCESSORS.nested(processor))
            check(where + "." + type + "[" + i++ + "]", nested);
        switch (type) {
            case "TemplateProcessing" -> {
                checkTemplate(where, processor);
                frames++;
            }
            case "BertProcessing", "RobertaProcessing" -> {
                checkId(where, processor.path("sep").path(1));
                checkId(where, processor.path("cls").path(1));
                frames++;
            }
            default -> {}
        }
        // The second one would be given the pieces of the first.
        if (frames > 1) throw new InvalidInputException(where + ": is the second that adds special tokens");
    }

    private static void checkTemplate(String where, JsonNode template) {
        int sequences = 0;
        for (JsonNode piece : template.path("single")) {
            String sequence = piece.path("Sequence").path("id").asText("A");
            if (!sequence.equals("A"))
                throw new InvalidInputException(
                        where + ": single uses the sequence " + ForeignText.printable(sequence) + ", expected A");
            if (piece.has("Sequence")) sequences++;
        }
        if (sequences != 1)
            throw new InvalidInputException(where + ": single has the sequence A " + sequences + " times, expected 1");
        JsonNode tokens = template.path("special_tokens");
        for (String form : new String[] {"single", "pair"}) {
            if (template.path(form).size() > MAX_PIECES)
                throw new InvalidInputException(where + ": " + form + " has more than " + MAX_PIECES + " pieces");
            for (JsonNode piece : template.path(form)) {
                JsonNode id = piece.path("SpecialToken").path("id");
                if (id.isTextual() && !tokens.has(id.textValue()))
                    throw new InvalidInputException(where + ": " + form + " has the special token "
                            + ForeignText.printable(id.textValue()) + ", which special_tokens lacks");
            }
        }
        for (JsonNode token : tokens) {
            if (token.path("ids").size() > MAX_IDS)
                throw new InvalidInputException(where + ": a special token has more than " + MAX_IDS + " ids");
            for (JsonNode id : token.path("ids")) checkId(where, id);
        }
    }

    private static void checkId(String where, JsonNode id) {
        if (id.isNumber() && (id.asLong() < 0 || id.asLong() >= Vocabulary.MAX_ID))
            throw new InvalidInputException(
                    where + ": has a token of id " + id.asText() + ", expected ids below " + Vocabulary.MAX_ID);
    }
}
