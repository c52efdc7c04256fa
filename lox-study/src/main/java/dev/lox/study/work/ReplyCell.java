// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.work;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.OutputFolder.Existing;
import dev.lox.lm.generate.Batching;
import dev.lox.lm.generate.Sampling;
import dev.lox.lm.model.ComputeDevice;
import dev.lox.lm.model.LoadOptions;
import dev.lox.lm.model.Placement;
import dev.lox.lm.model.Precision;
import dev.lox.lm.model.Torch;
import dev.lox.lm.model.WeightUse;
import dev.lox.lm.reply.FormatName;
import dev.lox.lm.reply.LanguageModel;
import dev.lox.lm.reply.Replier;
import dev.lox.lm.reply.ReplyFile;
import dev.lox.lm.reply.ReplySettings;
import dev.lox.study.cell.Cell;
import dev.lox.study.cell.CellStore;
import dev.lox.study.cell.Workplace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a model says to some prompts, greedily.
 *
 * @param name of the model, for people
 */
public record ReplyCell(String name, ModelSource model, Asked asked, ComputeDevice device) implements Cell {
    /** For keys and values of replies under way. */
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
    public List<Cell> inputs() {
        return model.makers();
    }

    @Override
    public long bytes() {
        return model.size().bytes() + CACHE;
    }

    @Override
    public ObjectNode run(Workplace place) throws IOException, InterruptedException {
        Torch.load(place.threads());
        Placement placement = new Placement(Precision.F32, device);
        LoadOptions options = new LoadOptions(placement, Optional.empty(), false, WeightUse.INFERENCE);
        try (LanguageModel lm = LanguageModel.open(model.weights(place.store()), options)) {
            FormatName format = asked.format().orElse(lm.template().isPresent() ? FormatName.CHAT : FormatName.ALPACA);
            ReplySettings settings = new ReplySettings(
                    asked.maxNewTokens(),
                    new Sampling(GREEDY, 0, 1, 0),
                    asked.stops(),
                    new Batching(Batching.DEFAULT_SEQUENCES, CACHE));
            Replier replier = new Replier(lm, format, settings, asked.prompts());
            try (ReplyFile file =
                    ReplyFile.open(file(place.files()), Existing.RESUME, description(), asked.prompts())) {
                replier.answer(file.present(), file::write, (done, total, tokens) -> {});
            }
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("replies", asked.prompts().size());
    }

    private static Path file(Path folder) {
        return folder.resolve("replies.jsonl");
    }

    /** Where the replies lie, once they are made. */
    public Path file(CellStore store) {
        return file(store.files(this));
    }
}
