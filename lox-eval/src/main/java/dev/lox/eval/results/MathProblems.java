// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.results;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lox.base.InvalidInputException;
import dev.lox.lm.data.BadRows;
import dev.lox.lm.data.Prompt;
import dev.lox.lm.data.Prompts;
import dev.lox.lm.data.Row;
import dev.lox.lm.data.Rows;
import dev.lox.lm.reply.Reply;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Problems with numeric answers in GSM8K's layout: {@code question}, and an answer that ends in {@code #### n}.
 *
 * @param answers in the order of the prompts
 */
public record MathProblems(List<Prompt> prompts, List<BigDecimal> answers) {
    public MathProblems {
        prompts = List.copyOf(prompts);
        answers = List.copyOf(answers);
    }

    /**
     * Reads files as one set.
     *
     * @throws InvalidInputException naming the first row that is not such a problem
     */
    public static MathProblems read(List<Path> files, OptionalInt limit) throws IOException {
        List<Prompt> prompts = new ArrayList<>();
        List<BigDecimal> answers = new ArrayList<>();
        for (Path file : files)
            try (Rows rows = Rows.open(file)) {
                Row row;
                while (prompts.size() < limit.orElse(Integer.MAX_VALUE) && (row = rows.next()) != null) {
                    answers.add(answer(row));
                    prompts.add(Prompts.of(row, prompts.size()));
                }
            }
        if (prompts.isEmpty()) throw new InvalidInputException(files.get(0) + ": holds no rows");
        return new MathProblems(prompts, answers);
    }

    private static BigDecimal answer(Row row) {
        JsonNode answer = row.fields().path("answer");
        if (!answer.isTextual() && !answer.isNumber())
            throw new InvalidInputException(row.where() + ": has no answer; expected the columns question and answer");
        return FinalNumber.of(answer.asText())
                .orElseThrow(() -> new InvalidInputException(row.where() + ": answer holds no number"));
    }

    /** Replies with the answers to their prompts, in the problems' order. */
    public List<Sample> samples(List<Reply> replies) {
        Map<String, Reply> byPrompt = new HashMap<>();
        for (Reply r : replies) byPrompt.putIfAbsent(r.prompt(), r);
        List<Sample> samples = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            Reply reply = byPrompt.get(prompts.get(i).text());
            if (reply == null) problems.add("problem " + prompts.get(i).id() + " has no reply");
            else samples.add(new Sample(reply, Optional.of(answers.get(i))));
        }
        BadRows.REFUSE.settle(problems);
        return samples;
    }
}
