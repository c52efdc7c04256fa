// SPDX-License-Identifier: Apache-2.0
package dev.lox.synthetic;

import dev.lox.base.SplitMix;
import dev.lox.checkpoint.SafetensorsHeader;
import dev.lox.checkpoint.Shape;
import dev.lox.checkpoint.TensorInfo;
import dev.lox.linalg.FloatCodec;
import dev.lox.linalg.FloatMatrix;
import dev.lox.linalg.LowRank;
import dev.lox.linalg.NativeScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Writes a base and an aligned checkpoint: seeded random weights, and the same plus a known delta and noise. */
public final class SyntheticPair {
    private static final double WEIGHT = 0.02;
    private static final int CHUNK_ROWS = 64;

    private final SyntheticShape shape;
    private final long seed;

    public SyntheticPair(SyntheticShape shape, long seed) {
        this.shape = shape;
        this.seed = seed;
    }

    private record Shard(String file, SafetensorsHeader header) {}

    /** Makes {@code folder/base} and {@code folder/aligned}. */
    public void write(Path folder) throws IOException {
        Path base = Files.createDirectories(folder.resolve("base"));
        Path aligned = Files.createDirectories(folder.resolve("aligned"));
        List<Shard> shards = shards();
        for (Path p : List.of(base, aligned)) {
            Files.writeString(p.resolve("config.json"), shape.config());
            if (shards.size() > 1) Files.writeString(p.resolve("model.safetensors.index.json"), index(shards));
        }
        for (Shard shard : shards) write(shard, base.resolve(shard.file()), aligned.resolve(shard.file()));
    }

    private List<Shard> shards() {
        List<List<TensorInfo>> groups = new ArrayList<>();
        long at = Long.MAX_VALUE;
        for (Map.Entry<String, Shape> t : shape.tensors().entrySet()) {
            long bytes = t.getValue().elements() * shape.dtype().bytes();
            if (at > shape.shardBytes() - bytes) {
                groups.add(new ArrayList<>());
                at = 0;
            }
            groups.get(groups.size() - 1).add(new TensorInfo(t.getKey(), shape.dtype(), t.getValue(), at, at + bytes));
            at += bytes;
        }
        List<Shard> shards = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            String file = groups.size() == 1
                    ? "model.safetensors"
                    : String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", i + 1, groups.size());
            shards.add(new Shard(file, SafetensorsHeader.encode(groups.get(i), Map.of("format", "pt"))));
        }
        return shards;
    }

    private static String index(List<Shard> shards) {
        StringBuilder json = new StringBuilder("{\n  \"metadata\": {\"total_size\": ");
        json.append(shards.stream().mapToLong(s -> s.header().dataBytes()).sum())
                .append("},\n  \"weight_map\": {");
        String comma = "\n";
        for (Shard s : shards)
            for (TensorInfo t : s.header().tensors()) {
                json.append(comma)
                        .append("    \"")
                        .append(t.name())
                        .append("\": \"")
                        .append(s.file())
                        .append('"');
                comma = ",\n";
            }
        return json.append("\n  }\n}\n").toString();
    }

    private void write(Shard shard, Path base, Path aligned) throws IOException {
        try (FileChannel toBase = create(base);
                FileChannel toAligned = create(aligned)) {
            put(toBase, 0, ByteBuffer.wrap(shard.header().encoded()));
            put(toAligned, 0, ByteBuffer.wrap(shard.header().encoded()));
            List<TensorInfo> tensors = shard.header().tensors();
            IntStream.range(0, tensors.size()).parallel().forEach(i -> {
                try {
                    write(
                            tensors.get(i),
                            shard.header().dataStart() + tensors.get(i).begin(),
                            toBase,
                            toAligned);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private void write(TensorInfo tensor, long offset, FileChannel toBase, FileChannel toAligned) throws IOException {
        boolean matrix = tensor.shape().rank() == 2;
        int rows = Math.toIntExact(matrix ? tensor.shape().dim(0) : 1);
        int cols = Math.toIntExact(tensor.shape().dim(-1));
        SplitMix random = new SplitMix(seed ^ tensor.name().hashCode());
        try (NativeScope scope = new NativeScope()) {
            LowRank known = matrix ? delta(tensor).factors(scope) : null;
            FloatMatrix moved = scope.floats(CHUNK_ROWS, cols);
            float[] weights = new float[CHUNK_ROWS * cols];
            float[] delta = new float[CHUNK_ROWS * cols];
            ByteBuffer bytes =
                    ByteBuffer.allocate(weights.length * tensor.dtype().bytes());
            for (int first = 0; first < rows; first += CHUNK_ROWS) {
                int count = Math.min(CHUNK_ROWS, rows - first);
                int n = count * cols;
                for (int i = 0; i < n; i++) weights[i] = (float) (matrix ? WEIGHT * Noise.gaussian(random) : 1);
                long at = offset + (long) first * cols * tensor.dtype().bytes();
                FloatCodec.encode(tensor.dtype(), weights, bytes.clear(), n);
                FloatCodec.decode(tensor.dtype(), bytes.flip(), weights, n);
                put(toBase, at, bytes.rewind());
                if (known != null) {
                    known.rows(first, moved.rows(0, count));
                    moved.get(0, count, delta);
                    for (int i = 0; i < n; i++) weights[i] += delta[i];
                    if (shape.noise() > 0)
                        for (int i = 0; i < n; i++) weights[i] += (float) (shape.noise() * Noise.gaussian(random));
                }
                FloatCodec.encode(tensor.dtype(), weights, bytes.clear(), n);
                put(toAligned, at, bytes.flip());
            }
        }
    }

    /** The delta of a matrix, which depends on the seed only. */
    public SyntheticDelta delta(TensorInfo matrix) {
        return new SyntheticDelta(
                Math.toIntExact(matrix.shape().dim(0)),
                Math.toIntExact(matrix.shape().dim(1)),
                shape.sigma(),
                new SplitMix(seed + 31L * matrix.name().hashCode()));
    }

    private static void put(FileChannel channel, long at, ByteBuffer bytes) throws IOException {
        long position = at;
        while (bytes.hasRemaining()) position += channel.write(bytes, position);
    }
}
