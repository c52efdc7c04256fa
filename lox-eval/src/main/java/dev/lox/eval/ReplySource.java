// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.Digest;
import dev.lox.base.InvalidInputException;
import dev.lox.base.Setting;
import dev.lox.base.Version;
import dev.lox.checkpoint.OutputFolder.IfExists;
import dev.lox.eval.report.EvaluationFolder;
import dev.lox.eval.results.GivenReplies;
import dev.lox.eval.results.Measure;
import dev.lox.lm.data.Prompt;
import dev.lox.lm.data.Prompts;
import dev.lox.lm.reply.Generation;
import dev.lox.lm.reply.Reply;
import dev.lox.lm.reply.ReplyFile;
import dev.lox.lm.reply.ReplyProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * The source of an evaluation's replies.
 *
 * @since 0.1
 */
public sealed interface ReplySource {
    /**
     * Checks the source as far as possible without writing anything.
     *
     * @throws InvalidInputException if the source cannot be used with this folder
     */
    default void check(EvaluationFolder folder) throws IOException {}

    /** Replies and the record of everything that they depend on. */
    record Replies(List<Reply> all, ObjectNode record) {}

    /** Generates or reads the replies; generated ones are written to {@link EvaluationFolder#replies}. */
    Replies obtain(Measure measure, EvaluationFolder folder, IfExists ifExists, ReplyProgress progress)
            throws IOException;

    /**
     * Existing replies: rows with a prompt and a reply.
     *
     * @param limit maximum number of rows to read
     */
    record File(Path path, OptionalInt limit) implements ReplySource {
        @Override
        public void check(EvaluationFolder folder) throws IOException {
            if (!Files.isRegularFile(path))
                throw new InvalidInputException("%s %s: is not a file", Setting.of("replies"), path);
            if (Files.exists(folder.path())
                    && path.toRealPath().startsWith(folder.path().toRealPath()))
                throw new InvalidInputException(
                        "%s %s: is in the output folder, where it would be replaced; choose another %s",
                        Setting.of("replies"), path, Setting.of("out"));
        }

        @Override
        public Replies obtain(Measure measure, EvaluationFolder folder, IfExists ifExists, ReplyProgress progress)
                throws IOException {
            ObjectNode record = JsonNodeFactory.instance
                    .objectNode()
                    .put("lox", Version.NUMBER)
                    .put("replies", path.toString())
                    .put("replies_sha256", Digest.sha256(Files.readAllBytes(path)));
            return new Replies(GivenReplies.read(path, limit, measure.prompts()), record);
        }
    }

    /**
     * A model's replies to prompts.
     *
     * @param name the user's name for the prompts; for records only
     */
    record Model(Generation generation, String name, List<Prompt> prompts) implements ReplySource {
        public Model {
            prompts = List.copyOf(prompts);
        }

        @Override
        public Replies obtain(Measure measure, EvaluationFolder folder, IfExists ifExists, ReplyProgress progress)
                throws IOException {
            Generation.Outcome made = generation.run(
                    prompts,
                    record -> {
                        folder.open(measure, Version.NUMBER);
                        ReplyFile file = ReplyFile.open(folder.replies(), ifExists, record, prompts);
                        if (ifExists == IfExists.OVERWRITE) folder.clear(false);
                        return file;
                    },
                    progress);
            made.record().put("prompts", name).put("prompts_sha256", Prompts.digest(prompts));
            return new Replies(
                    GivenReplies.read(folder.replies(), OptionalInt.empty(), measure.prompts()), made.record());
        }
    }
}
