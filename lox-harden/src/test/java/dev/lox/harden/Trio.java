// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import dev.lox.synthetic.TinyModel;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A base, an aligned and a fine-tuned model. */
record Trio(Path base, Path aligned, Path finetuned) {
    /** One of those that oracle/repairs.py makes. */
    static Trio golden(String kind) {
        return in(goldens().resolve(kind));
    }

    static Path goldens() {
        URL root = Trio.class.getResource("/repairs");
        if (root == null) throw new IllegalStateException("no repairs on the class path");
        try {
            return Path.of(root.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static Trio in(Path folder) {
        return new Trio(folder.resolve("base"), folder.resolve("aligned"), folder.resolve("finetuned"));
    }

    /** Layers of several shapes, moved at random. */
    static Trio random(Path folder) throws IOException {
        Trio trio = in(folder);
        TinyModel base = new TinyModel();
        TinyModel aligned = new TinyModel();
        TinyModel finetuned = new TinyModel();
        for (int i = 0; i < 6; i++) {
            String name = "layers." + i + ".weight";
            List<Integer> shape = List.of(80 + 60 * i, 200);
            float[] start = TinyModel.random(10L + i, shape.get(0) * 200);
            float[] after = TinyModel.moved(start, 200, 4, 100L + 10 * i);
            base.f32(name, shape, start);
            aligned.f32(name, shape, after);
            finetuned.f32(name, shape, TinyModel.moved(after, 200, 3, 500L + 10 * i));
        }
        base.save(trio.base);
        aligned.save(trio.aligned);
        finetuned.save(trio.finetuned);
        return trio;
    }

    EditRequest request(Path out, WeightMethod method) {
        return EditRequest.of(Map.of(Role.BASE, base, Role.ALIGNED, aligned, Role.FINETUNED, finetuned), method, out)
                .with(new ComputeLimits(1L << 30, 1));
    }

    static EditReport run(EditRequest request) throws IOException, InterruptedException {
        return run(request, (tensor, bytes, total) -> {});
    }

    static EditReport run(EditRequest request, Progress progress) throws IOException, InterruptedException {
        try (EditPlan plan = WeightEdit.plan(request)) {
            return plan.run(progress);
        }
    }
}
