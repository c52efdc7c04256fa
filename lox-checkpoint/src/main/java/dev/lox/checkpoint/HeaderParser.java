// SPDX-License-Identifier: Apache-2.0
package dev.lox.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses an untrusted safetensors header; any violation of the format is an {@link InvalidInputException}. */
final class HeaderParser {
    // A legal header is nested three levels deep. Names are paths such as model.layers.0.mlp.up_proj.weight, too many
    // to intern.
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxNumberLength(32)
                    .build())
            .build();

    /** Tensors of a checkpoint and entries of a file's metadata. The largest models, with a scale each, have some 200,000. */
    static final int MAX_TENSORS = 1 << 19;

    /** PyTorch's own limit on the dimensions of a tensor. */
    private static final int MAX_DIMS = 64;

    private final String where;

    private HeaderParser(String where) {
        this.where = where;
    }

    /** The length of the JSON, read from the first eight bytes of a file of {@code fileBytes} bytes. */
    static int jsonLength(String where, byte[] first8, long fileBytes) {
        long length = ByteBuffer.wrap(first8).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (Long.compareUnsigned(length, SafetensorsHeader.MAX_LENGTH) > 0)
            throw new InvalidInputException(where + ": header length " + Long.toUnsignedString(length)
                    + " is over the format's limit of " + SafetensorsHeader.MAX_LENGTH
                    + "; the file is damaged or not a safetensors file");
        if (length > fileBytes - 8)
            throw new InvalidInputException(
                    where + ": header length " + length + " reaches past the end of the file, which has " + fileBytes
                            + " bytes; the file is truncated or not a safetensors file");
        return (int) length;
    }

    /**
     * @param encoded length and JSON as stored in the file
     * @param dataBytes number of bytes after the header
     */
    static SafetensorsHeader parse(String where, byte[] encoded, long dataBytes) {
        return new HeaderParser(where).parse(encoded, dataBytes);
    }

    private SafetensorsHeader parse(byte[] encoded, long dataBytes) {
        CharBuffer json;
        try {
            json = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(encoded, 8, encoded.length - 8));
        } catch (CharacterCodingException e) {
            throw bad("header is not UTF-8");
        }
        Map<String, String> metadata = Map.of();
        List<TensorInfo> tensors = new ArrayList<>();
        try (JsonParser in = JSON.createParser(json.array(), json.arrayOffset(), json.length())) {
            if (json.isEmpty() || json.get(0) != '{') throw bad("header does not start with a JSON object");
            in.nextToken();
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String name = in.currentName();
                in.nextToken();
                if (name.equals("__metadata__")) metadata = metadata(in);
                else tensors.add(tensor(in, name));
                if (tensors.size() > MAX_TENSORS) throw bad("has more than " + MAX_TENSORS + " tensors");
            }
            if (in.nextToken() != null) throw bad("header continues after its JSON object");
        } catch (JsonProcessingException e) {
            throw bad("header is not valid JSON (" + ForeignText.printable(e.getOriginalMessage()) + ")");
        } catch (IOException e) {
            throw bad("header cannot be read (" + e.getMessage() + ")");
        }
        tensors.sort(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end));
        checkCoverage(tensors, dataBytes);
        return new SafetensorsHeader(Collections.unmodifiableList(tensors), metadata, encoded);
    }

    private Map<String, String> metadata(JsonParser in) throws IOException {
        // As safetensors reads it.
        if (in.currentToken() == JsonToken.VALUE_NULL) return Map.of();
        if (in.currentToken() != JsonToken.START_OBJECT) throw bad("__metadata__ is not an object");
        Map<String, String> metadata = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String key = in.currentName();
            if (hasLoneSurrogate(key)) throw bad("__metadata__ is not valid Unicode");
            if (in.nextToken() != JsonToken.VALUE_STRING)
                throw bad("__metadata__ value is not a string: " + ForeignText.printable(key));
            if (hasLoneSurrogate(in.getText())) throw bad("__metadata__ is not valid Unicode");
            metadata.put(key, in.getText());
            if (metadata.size() > MAX_TENSORS) throw bad("__metadata__ has more than " + MAX_TENSORS + " entries");
        }
        return Collections.unmodifiableMap(metadata);
    }

    private TensorInfo tensor(JsonParser in, String name) throws IOException {
        if (hasLoneSurrogate(name)) throw bad("tensor name is not valid Unicode");
        // Names appear in one-line messages.
        if (!ForeignText.isPrintable(name)) throw bad("tensor name is not printable: " + ForeignText.printable(name));
        String at = "tensor " + ForeignText.printable(name);
        if (in.currentToken() != JsonToken.START_OBJECT) throw bad(at + " is not an object");
        DType dtype = null;
        List<Long> dims = null;
        List<Long> offsets = null;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "dtype" -> dtype = dtype(in, at);
                case "shape" -> dims = integers(in, at + ": shape");
                case "data_offsets" -> offsets = integers(in, at + ": data_offsets");
                default -> throw bad(at + ": unknown field " + ForeignText.printable(field));
            }
        }
        if (dtype == null) throw bad(at + ": dtype is missing");
        if (dims == null) throw bad(at + ": shape is missing");
        if (offsets == null) throw bad(at + ": data_offsets is missing");
        if (offsets.size() != 2) throw bad(at + ": data_offsets, expected two numbers, got " + offsets.size());
        return checked(at, name, dtype, new Shape(dims), offsets.get(0), offsets.get(1));
    }

    private DType dtype(JsonParser in, String at) throws IOException {
        if (in.currentToken() != JsonToken.VALUE_STRING) throw bad(at + ": dtype is not a string");
        String name = in.getText();
        return DType.ofHeader(name).orElseThrow(() -> bad(at + ": unknown dtype " + ForeignText.printable(name)));
    }

    private List<Long> integers(JsonParser in, String what) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) throw bad(what + " is not an array");
        List<Long> values = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() != JsonToken.VALUE_NUMBER_INT)
                throw bad(what + " holds something that is not an integer");
            if (in.getNumberType() == JsonParser.NumberType.BIG_INTEGER)
                throw bad(what + " holds a number of 2^63 or more");
            if (in.getLongValue() < 0) throw bad(what + " holds a negative number: " + in.getLongValue());
            if (values.size() == MAX_DIMS) throw bad(what + " has more than " + MAX_DIMS + " numbers");
            values.add(in.getLongValue());
        }
        return values;
    }

    private TensorInfo checked(String at, String name, DType dtype, Shape shape, long begin, long end) {
        long bits;
        try {
            bits = Math.multiplyExact(shape.elements(), dtype.bits());
        } catch (ArithmeticException e) {
            throw bad(at + ": shape " + shape + " overflows");
        }
        if (bits % 8 != 0) throw bad(at + ": " + shape + " of " + dtype + " is not a whole number of bytes");
        if (end < begin) throw bad(at + ": data_offsets are reversed: [" + begin + ", " + end + "]");
        if (end - begin != bits / 8)
            throw bad(at + ": " + dtype + " " + shape + " takes " + bits / 8 + " bytes, got " + (end - begin));
        return new TensorInfo(name, dtype, shape, begin, end);
    }

    /** Tensors must cover the data exactly once, which also rules out files that hide another format. */
    private void checkCoverage(List<TensorInfo> tensors, long dataBytes) {
        long at = 0;
        for (TensorInfo t : tensors) {
            String tensor = "tensor " + ForeignText.printable(t.name());
            if (t.end() > dataBytes)
                throw bad(tensor + " ends at byte " + t.end() + " of the data, which has " + dataBytes
                        + "; the file is truncated");
            if (t.begin() < at) throw bad(tensor + " overlaps the one before it, at byte " + t.begin());
            if (t.begin() > at) throw bad("hole of " + (t.begin() - at) + " bytes before " + tensor);
            at = t.end();
        }
        if (at != dataBytes) throw bad((dataBytes - at) + " bytes after the last tensor belong to no tensor");
    }

    private InvalidInputException bad(String what) {
        return new InvalidInputException(where + ": " + what);
    }

    private static boolean hasLoneSurrogate(String s) {
        return !StandardCharsets.UTF_8.newEncoder().canEncode(s);
    }
}
