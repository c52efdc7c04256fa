// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.checkpoint.Checkpoint;
import dev.lox.harden.RankChoice;
import dev.lox.harden.RoundingLoss;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Everything that was found out.
 *
 * @param models what was compared: base, aligned and, if given, fine-tuned
 * @param matrices in the order of the aligned model's files
 */
public record Analysis(AnalyzeRequest request, List<Model> models, List<MatrixAnalysis> matrices) {
    /**
     * One of the models compared.
     *
     * @param role base, aligned or fine-tuned
     * @param name the folder's name
     * @param dtypes stored types of its real tensors
     */
    record Model(String role, String name, String path, long parameters, String dtypes) {
        static Model of(String role, Checkpoint model) {
            TreeSet<String> dtypes = new TreeSet<>();
            long parameters = 0;
            for (var t : model.tensors().values())
                if (t.dtype().isReal()) {
                    dtypes.add(t.dtype().torchName());
                    parameters += t.shape().elements();
                }
            return new Model(
                    role,
                    String.valueOf(model.folder().toAbsolutePath().normalize().getFileName()),
                    model.folder().toString(),
                    parameters,
                    String.join(" and ", dtypes));
        }
    }

    static Analysis of(AnalysisPlan plan, List<MatrixAnalysis> matrices) {
        List<Model> models = plan.models().models().entrySet().stream()
                .map(e -> Model.of(e.getKey().title(), e.getValue()))
                .toList();
        return new Analysis(plan.request(), models, List.copyOf(matrices));
    }

    boolean finetuned() {
        return request.finetuned().isPresent();
    }

    /** Of every matrix. */
    Figures all() {
        return new Figures(matrices);
    }

    /** Of the linear layers, which R metrics and means are taken over. */
    Figures linear() {
        return new Figures(matrices.stream().filter(MatrixAnalysis::linear).toList());
    }

    /** Matrices by module kind, under the shortest name that tells kinds apart, in order of appearance. */
    Map<String, List<MatrixAnalysis>> kinds() {
        Map<String, Long> paths = matrices.stream()
                .map(MatrixAnalysis::module)
                .collect(Collectors.toMap(ModuleName::path, ModuleName::last, (a, b) -> a))
                .values()
                .stream()
                .collect(Collectors.groupingBy(last -> last, Collectors.counting()));
        return matrices.stream()
                .collect(Collectors.groupingBy(
                        m -> paths.getOrDefault(m.module().last(), 0L) == 1
                                ? m.module().last()
                                : m.module().path(),
                        LinkedHashMap::new,
                        Collectors.toList()));
    }

    /** What a user should not overlook; empty if all is well. */
    public List<String> warnings() {
        Double share = all().totalLoss();
        if (share == null || share <= RoundingLoss.WARN) return List.of();
        MatrixAnalysis worst = all().matrices().stream()
                .max(Comparator.comparingDouble(m -> m.lost() / m.frobenius()))
                .orElseThrow();
        return List.of(String.format(
                Locale.ROOT,
                "storing the aligned model as %s moves its weights by %.0f %% of the alignment delta (worst: %.0f %% in %s); "
                        + "part of what alignment taught may be lost, keep a wider type if you can",
                request.dtype().torchName(),
                100 * share,
                100 * worst.lost() / worst.frobenius(),
                worst.name()));
    }

    /** The object that {@code --json} prints and {@code metrics.json} holds. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (Model m : models) json.put(m.role().replace("-", ""), m.path());
        if (request.rank() instanceof RankChoice.Fixed fixed) json.put("rank", fixed.rank());
        else json.put("rank", request.rank().toString());
        json.put("dtype", request.dtype().torchName());
        ArrayNode tensors = json.putArray("tensors");
        for (MatrixAnalysis m : matrices) tensors.add(m.toJson(request.top(), finetuned()));
        Figures linear = linear();
        json.put("r_align", linear.aligned()).put("r_ft", linear.finetuned()).put("ratio", linear.ratio());
        json.set("mean", linear.means());
        json.set("total", all().totals());
        warnings().forEach(json.putArray("warnings")::add);
        return json;
    }
}
