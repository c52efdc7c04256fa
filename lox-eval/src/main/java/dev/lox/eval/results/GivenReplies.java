// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.results;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lox.base.CheckedJson;
import dev.lox.base.InvalidInputException;
import dev.lox.lm.data.Prompt;
import dev.lox.lm.data.Prompts;
import dev.lox.lm.data.Row;
import dev.lox.lm.data.Rows;
import dev.lox.lm.generate.Finish;
import dev.lox.lm.reply.Reply;
import dev.lox.lm.text.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Existing replies from any source: rows with a prompt and a reply. */
public final class GivenReplies {
    private static final List<String> REPLIES = List.of("reply", "response", "completion", "output", "generation");

    private GivenReplies() {}

    /**
     * Reads the replies to prompts of the requested kind.
     *
     * @throws InvalidInputException naming the first row without prompt or reply, or the file if it has no replies
     */
    public static List<Reply> read(Path file, OptionalInt limit, Safety safety) throws IOException {
        List<Reply> replies = new ArrayList<>();
        int index = 0;
        try (Rows rows = Rows.open(file)) {
            Row row;
            while (replies.size() < limit.orElse(Integer.MAX_VALUE) && (row = rows.next()) != null) {
                if (safety.admits(row)) replies.add(reply(row, index));
                index++;
            }
        }
        if (replies.isEmpty()) throw new InvalidInputException(file + ": holds no replies to judge");
        return replies;
    }

    private static Reply reply(Row row, int index) {
        CheckedJson.requireIntact(row.where(), row.fields());
        Prompt prompt = Prompts.of(row, index);
        for (String name : REPLIES) {
            JsonNode reply = row.fields().path(name);
            if (!reply.isTextual()) continue;
            return new Reply(
                    prompt.id(),
                    prompt.text(),
                    reply.textValue(),
                    row.fields().path("tokens").asInt(),
                    Finish.of(row.fields().path("finish").asText()).orElse(null),
                    prompt.category(),
                    requestDigest(row, prompt.request()));
        }
        throw new InvalidInputException(
                row.where() + ": no column holds a reply; expected one of " + String.join(", ", REPLIES));
    }

    /** Of a prompt in plain text, nobody knows whether it is the whole request or its last turn. */
    private static @Nullable String requestDigest(Row row, Request request) {
        JsonNode recorded = row.fields().path("request_sha256");
        if (recorded.isTextual()) return recorded.textValue();
        return request instanceof Request.Conversation ? request.digest() : null;
    }
}
