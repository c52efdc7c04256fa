// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.landscape;

import dev.lox.base.InvalidInputException;
import dev.lox.checkpoint.Checkpoint;
import dev.lox.checkpoint.StoredTensor;
import dev.lox.linalg.FloatCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Inner products of the other models' differences from the first, over all weights, in f64. The models are read once, in
 * parallel, block by block.
 */
final class Gram {
    private static final int BLOCK = 1 << 17;

    private final List<Path> models;
    private final double[][] products;
    private final double[][] values;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(BLOCK * Double.BYTES);

    private Gram(List<Path> models) {
        this.models = models;
        this.products = new double[models.size() - 1][models.size() - 1];
        this.values = new double[models.size()][BLOCK];
    }

    /**
     * Reads compatible models.
     *
     * @throws InvalidInputException if a tensor holds NaN or infinity
     */
    static double[][] of(List<Path> models) throws IOException {
        List<Checkpoint> open = new ArrayList<>();
        try {
            for (Path model : models) open.add(Checkpoint.open(model));
            Gram gram = new Gram(models);
            for (List<StoredTensor> row : rows(open)) gram.read(row);
            return gram.products;
        } finally {
            open.forEach(Checkpoint::close);
        }
    }

    /** Each weight in all models. If the output layer is tied to the embedding in all of them, it counts once. */
    private static List<List<StoredTensor>> rows(List<Checkpoint> models) {
        Set<String> names = new TreeSet<>();
        for (Checkpoint model : models) names.addAll(model.tensors().keySet());
        return names.stream()
                .filter(name -> !name.endsWith(".rotary_emb.inv_freq"))
                .map(name -> models.stream()
                        .map(m -> m.tensorOrTied(name).orElseGet(() -> m.require(name)))
                        .toList())
                .toList();
    }

    private void read(List<StoredTensor> row) throws IOException {
        long count = row.get(0).shape().elements();
        for (long at = 0; at < count; at += BLOCK) add(row, at, (int) Math.min(BLOCK, count - at));
    }

    private void add(List<StoredTensor> row, long at, int n) throws IOException {
        for (int m = 0; m < values.length; m++) {
            StoredTensor tensor = row.get(m);
            int size = tensor.dtype().bytes();
            tensor.read(at * size, bytes.clear().limit(n * size));
            FloatCodec.decode(tensor.dtype(), bytes.flip(), values[m], n);
            for (int i = 0; i < n; i++)
                if (!Double.isFinite(values[m][i]))
                    throw new InvalidInputException(
                            models.get(m) + ": tensor " + tensor.name() + " holds NaN or infinity, expected numbers");
        }
        for (int m = 1; m < values.length; m++) for (int i = 0; i < n; i++) values[m][i] -= values[0][i];
        for (int a = 0; a < products.length; a++)
            for (int b = 0; b <= a; b++) {
                double sum = 0;
                for (int i = 0; i < n; i++) sum += values[a + 1][i] * values[b + 1][i];
                products[a][b] += sum;
                if (a != b) products[b][a] += sum;
            }
    }
}
