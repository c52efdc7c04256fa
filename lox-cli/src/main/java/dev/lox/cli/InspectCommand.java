// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.PeftAdapter;
import dev.lox.checkpoint.SafetensorsFile;
import dev.lox.checkpoint.TensorInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = "Lists a checkpoint's tensors, dtypes and sizes, from headers alone.")
final class InspectCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "MODEL",
            description =
                    "a folder in Hugging Face layout, a PEFT adapter, a .safetensors file, or a hub id org/name[@revision]")
    String name;

    @Mixin
    HubAccess hub = new HubAccess();

    @Mixin
    OutputOptions output = new OutputOptions();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path model = hub.models(output, true, name).get(0);
        if (!Files.isDirectory(model)) {
            try (SafetensorsFile file = SafetensorsFile.open(model)) {
                return list(List.of(file));
            }
        }
        if (PeftAdapter.isAdapter(model) && !Files.exists(model.resolve("config.json"))) {
            try (PeftAdapter adapter = PeftAdapter.open(model)) {
                return list(List.of(adapter.file()));
            }
        }
        try (Checkpoint checkpoint = Checkpoint.open(model)) {
            return list(checkpoint.shards());
        }
    }

    private int list(List<SafetensorsFile> files) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode tensors = json.putArray("tensors");
        Map<String, Long> elements = new TreeMap<>();
        long bytes = 0;
        for (SafetensorsFile file : files)
            for (TensorInfo t : file.header().tensors()) {
                output.print(String.format(
                        "%-60s %-8s %-20s %10s  %s",
                        t.name(),
                        t.dtype(),
                        t.shape(),
                        Sizes.human(t.bytes()),
                        file.path().getFileName()));
                ObjectNode node = tensors.addObject()
                        .put("name", t.name())
                        .put("dtype", t.dtype().name());
                t.shape().dims().forEach(node.putArray("shape")::add);
                node.put("bytes", t.bytes())
                        .put("file", String.valueOf(file.path().getFileName()));
                elements.merge(t.dtype().name(), t.shape().elements(), Long::sum);
                bytes += t.bytes();
            }
        long total = elements.values().stream().mapToLong(n -> n).sum();
        output.print(tensors.size() + " tensors, " + total + " elements " + elements + ", " + Sizes.human(bytes)
                + " in " + files.size() + (files.size() == 1 ? " file" : " files"));
        json.put("elements", total).put("bytes", bytes).put("files", files.size());
        ObjectNode dtypes = json.putObject("dtypes");
        elements.forEach(dtypes::put);
        output.print(json);
        return 0;
    }
}
