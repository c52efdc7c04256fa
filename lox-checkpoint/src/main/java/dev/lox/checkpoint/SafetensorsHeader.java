// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file: a little-endian length of eight bytes, then JSON.
 *
 * @param tensors in the order of their data
 * @param metadata the {@code __metadata__} strings, in file order
 * @param encoded the header as stored in the file, including its length; the data follows it directly
 */
public record SafetensorsHeader(List<TensorInfo> tensors, Map<String, String> metadata, byte[] encoded) {
    /** The format's limit on the length of the JSON, in bytes. */
    static final long MAX_LENGTH = 100_000_000;

    /** File offset of the first byte of tensor data. */
    public long dataStart() {
        return encoded.length;
    }

    /** Total size of all tensors in bytes. */
    public long dataBytes() {
        return tensors.isEmpty() ? 0 : tensors.get(tensors.size() - 1).end();
    }

    /** A header for the same tensors in the same order, with real tensors stored as {@code dtype}. */
    public SafetensorsHeader cast(DType dtype) {
        long[] at = {0};
        List<TensorInfo> cast = tensors.stream()
                .map(t -> {
                    DType to = t.dtype().isReal() ? dtype : t.dtype();
                    long size = Math.multiplyExact(t.shape().elements(), to.bits()) / 8;
                    TensorInfo info = new TensorInfo(t.name(), to, t.shape(), at[0], at[0] + size);
                    at[0] += size;
                    return info;
                })
                .toList();
        return encode(cast, metadata);
    }

    /** A header for tensors of one type, in the map's order. */
    public static SafetensorsHeader of(Map<String, Shape> shapes, DType dtype) {
        List<TensorInfo> placed = new ArrayList<>();
        long at = 0;
        for (Map.Entry<String, Shape> e : shapes.entrySet()) {
            long bytes = Math.multiplyExact(e.getValue().elements(), dtype.bits()) / 8;
            placed.add(new TensorInfo(e.getKey(), dtype, e.getValue(), at, at + bytes));
            at += bytes;
        }
        return encode(placed, Map.of("format", "pt"));
    }

    /** A header for these tensors, whose offsets must already be contiguous from 0. */
    public static SafetensorsHeader encode(List<TensorInfo> tensors, Map<String, String> metadata) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        try (JsonGenerator out = new JsonFactory().createGenerator(json)) {
            out.writeStartObject();
            if (!metadata.isEmpty()) {
                out.writeObjectFieldStart("__metadata__");
                for (Map.Entry<String, String> e : metadata.entrySet()) out.writeStringField(e.getKey(), e.getValue());
                out.writeEndObject();
            }
            for (TensorInfo t : tensors) {
                out.writeObjectFieldStart(t.name());
                out.writeStringField("dtype", t.dtype().name());
                out.writeArrayFieldStart("shape");
                for (long d : t.shape().dims()) out.writeNumber(d);
                out.writeEndArray();
                out.writeArrayFieldStart("data_offsets");
                out.writeNumber(t.begin());
                out.writeNumber(t.end());
                out.writeEndArray();
                out.writeEndObject();
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Readers map the data and expect it to be aligned to 8 bytes, so the JSON is padded with spaces.
        int length = (json.size() + 7) / 8 * 8;
        byte[] encoded = new byte[8 + length];
        Arrays.fill(encoded, (byte) ' ');
        ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN).putLong(length).put(json.toByteArray());
        return new SafetensorsHeader(List.copyOf(tensors), metadata, encoded);
    }
}
