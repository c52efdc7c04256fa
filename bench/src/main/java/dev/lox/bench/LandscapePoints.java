// SPDX-License-Identifier: Apache-2.0
package dev.lox.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.lm.data.Prompt;
import dev.lox.lm.data.Prompts;
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
import dev.lox.lm.reply.ReplySettings;
import dev.lox.study.landscape.Plane;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Replies at points of a plane, a JSON line each with what they took: the prompts' file, how many of them, tokens, dtype,
 * threads, points as {@code x,y;x,y}, then the models.
 */
public final class LandscapePoints {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LandscapePoints() {}

    public static void main(String[] args) throws IOException {
        List<Prompt> prompts = Prompts.read(Path.of(args[0]), OptionalInt.of(Integer.parseInt(args[1])));
        ReplySettings settings = new ReplySettings(
                Integer.parseInt(args[2]),
                Sampling.GREEDY,
                List.of(),
                new Batching(Batching.DEFAULT_SEQUENCES, 2L << 30));
        Precision precision = Precision.parse(args[3]).orElseThrow();
        LoadOptions options = new LoadOptions(
                new Placement(precision, ComputeDevice.CPU), Optional.empty(), false, WeightUse.INFERENCE);
        Torch.load(Integer.parseInt(args[4]));
        List<Path> models = new ArrayList<>();
        for (int i = 6; i < args.length; i++) models.add(Path.of(args[i]));
        long begun = System.nanoTime();
        Plane plane = Plane.of(models);
        show(JSON.createObjectNode().put("seconds", since(begun)).put("unit", plane.unit()));
        for (String point : args[5].split(";", -1)) {
            String[] coordinates = point.split(",", -1);
            double x = Double.parseDouble(coordinates[0]);
            double y = Double.parseDouble(coordinates[1]);
            long from = System.nanoTime();
            try (LanguageModel model = LanguageModel.open(plane.blend(x, y), options)) {
                ObjectNode found =
                        JSON.createObjectNode().put("x", x).put("y", y).put("loading", since(from));
                ArrayNode replies = found.putArray("replies");
                long tokens = new BatchGenerator(model, FormatName.ALPACA, settings, prompts)
                        .answer(
                                0,
                                r -> replies.addObject()
                                        .put("prompt", r.prompt())
                                        .put("reply", r.reply()),
                                (done, total, generated) -> {});
                show(found.put("tokens", tokens).put("seconds", since(from)));
            }
        }
    }

    private static double since(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    private static void show(ObjectNode line) {
        System.out.println(line);
    }
}
