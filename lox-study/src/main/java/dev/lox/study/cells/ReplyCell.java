// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.cells;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.OutputFolder.IfExists;
import dev.lox.lm.generate.Batching;
import dev.lox.lm.generate.Sampling;
import dev.lox.lm.model.ComputeDevice;
import dev.lox.lm.model.LoadOptions;
import dev.lox.lm.model.Placement;
import dev.lox.lm.model.Precision;
import dev.lox.lm.model.Torch;
import dev.lox.lm.model.WeightUse;
import dev.lox.lm.reply.BatchGenerator;
import dev.lox.lm.reply.FormatName;
import dev.lox.lm.reply.LanguageModel;
import dev.lox.lm.reply.ReplyFile;
import dev.lox.lm.reply.ReplySettings;
import dev.lox.study.engine.Cell;
import dev.lox.study.engine.CellContext;
import dev.lox.study.engine.CellStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Generates a model's greedy replies to prompts.
 *
 * @param name of the model, for display
 */
public record ReplyCell(String name, ModelSource model, GenerationSpec asked, ComputeDevice device)
        implements Cell<ReplyCell.Count> {
    /** The number of generated replies. */
    public record Count(int replies) {}

    /** Memory for the keys and values of running replies. */
    private static final long CACHE = 1L << 30;

    private static final double GREEDY = 0;

    @Override
    public String label() {
        return name + ": " + asked.prompts().size() + " replies";
    }

    @Override
    public String kind() {
        return "replies " + asked.prompts().size() + "×" + asked.maxNewTokens();
    }

    @Override
    public ObjectNode description() {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("cell", "replies")
                .put("model", model.id())
                .put("prompts", asked.digest())
                .put(
                        "format",
                        asked.format()
                                .map(f -> f.name().toLowerCase(Locale.ROOT))
                                .orElse("its own, else alpaca"))
                .put("max_new_tokens", asked.maxNewTokens());
        asked.stops().forEach(node.withArray("stops")::add);
        return node;
    }

    @Override
    public List<Cell<?>> inputs() {
        return model.makers();
    }

    @Override
    public long bytes() {
        return model.size().bytes() + CACHE;
    }

    @Override
    public Class<Count> resultType() {
        return Count.class;
    }

    @Override
    public Count run(CellContext context) throws IOException, InterruptedException {
        Torch.load(context.threads());
        Placement placement = new Placement(Precision.F32, device);
        LoadOptions options = new LoadOptions(placement, Optional.empty(), false, WeightUse.INFERENCE);
        try (LanguageModel lm = LanguageModel.open(model.weights(context.store()), options)) {
            FormatName format = asked.format().orElse(lm.template().isPresent() ? FormatName.CHAT : FormatName.ALPACA);
            ReplySettings settings = new ReplySettings(
                    asked.maxNewTokens(),
                    new Sampling(GREEDY, 0, 1, 0),
                    asked.stops(),
                    new Batching(Batching.DEFAULT_SEQUENCES, CACHE));
            BatchGenerator replier = new BatchGenerator(lm, format, settings, asked.prompts());
            try (ReplyFile file =
                    ReplyFile.open(file(context.files()), IfExists.RESUME, description(), asked.prompts())) {
                replier.answer(file.present(), file::write, (done, total, tokens) -> {});
            }
        }
        return new Count(asked.prompts().size());
    }

    private static Path file(Path folder) {
        return folder.resolve("replies.jsonl");
    }

    /** The file of replies, once it exists. */
    public Path file(CellStore store) {
        return file(store.files(this));
    }
}
