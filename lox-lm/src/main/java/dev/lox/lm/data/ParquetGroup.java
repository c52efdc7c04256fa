// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Converts a parquet record to JSON. Nesting is kept; times become the numbers they are stored as. */
final class ParquetGroup {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ParquetGroup() {}

    static ObjectNode toJson(Group group, GroupType type) {
        ObjectNode object = JSON.objectNode();
        for (int i = 0; i < type.getFieldCount(); i++)
            object.set(type.getFieldName(i), field(group, i, type.getType(i)));
        return object;
    }

    private static JsonNode field(Group group, int field, Type type) {
        int count = group.getFieldRepetitionCount(field);
        if (!type.isRepetition(Type.Repetition.REPEATED))
            return count == 0 ? JSON.nullNode() : value(group, field, 0, type);
        ArrayNode array = JSON.arrayNode(count);
        for (int i = 0; i < count; i++) array.add(value(group, field, i, type));
        return array;
    }

    private static JsonNode value(Group group, int field, int index, Type type) {
        if (type.isPrimitive()) return primitive(group, field, index, type.asPrimitiveType());
        Group nested = group.getGroup(field, index);
        GroupType nestedType = type.asGroupType();
        LogicalTypeAnnotation kind = type.getLogicalTypeAnnotation();
        boolean wraps = nestedType.getFieldCount() == 1 && nestedType.getType(0).isRepetition(Type.Repetition.REPEATED);
        if (wraps && kind instanceof ListLogicalTypeAnnotation) return list(nested, nestedType);
        if (wraps && kind instanceof MapLogicalTypeAnnotation) return map(nested, nestedType.getType(0));
        return toJson(nested, nestedType);
    }

    /** The elements are one level below the repeated field, unless an older writer left that level out. */
    private static ArrayNode list(Group group, GroupType type) {
        Type repeated = type.getType(0);
        boolean direct = repeated.isPrimitive()
                || repeated.asGroupType().getFieldCount() != 1
                || repeated.getName().equals("array")
                || repeated.getName().endsWith("_tuple");
        ArrayNode array = JSON.arrayNode();
        for (int i = 0; i < group.getFieldRepetitionCount(0); i++)
            array.add(
                    direct
                            ? value(group, 0, i, repeated)
                            : field(
                                    group.getGroup(0, i),
                                    0,
                                    repeated.asGroupType().getType(0)));
        return array;
    }

    /** A map as an object. Keys that are not strings are written as JSON. */
    private static JsonNode map(Group group, Type repeated) {
        if (repeated.isPrimitive() || repeated.asGroupType().getFieldCount() != 2) return value(group, 0, 0, repeated);
        GroupType entry = repeated.asGroupType();
        ObjectNode object = JSON.objectNode();
        for (int i = 0; i < group.getFieldRepetitionCount(0); i++) {
            Group pair = group.getGroup(0, i);
            object.set(field(pair, 0, entry.getType(0)).asText(), field(pair, 1, entry.getType(1)));
        }
        return object;
    }

    private static JsonNode primitive(Group group, int field, int index, PrimitiveType type) {
        LogicalTypeAnnotation kind = type.getLogicalTypeAnnotation();
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> JSON.booleanNode(group.getBoolean(field, index));
            case FLOAT -> JSON.numberNode(group.getFloat(field, index));
            case DOUBLE -> JSON.numberNode(group.getDouble(field, index));
            case INT32 -> integer(group.getInteger(field, index), 0xFFFF_FFFFL, kind);
            case INT64 -> integer(group.getLong(field, index), -1L, kind);
            case INT96 -> JSON.binaryNode(group.getInt96(field, index).getBytes());
            case BINARY, FIXED_LEN_BYTE_ARRAY ->
                bytes(group.getBinary(field, index).getBytes(), kind);
        };
    }

    private static JsonNode integer(long value, long mask, @Nullable LogicalTypeAnnotation kind) {
        if (kind instanceof DecimalLogicalTypeAnnotation decimal)
            return JSON.numberNode(BigDecimal.valueOf(value, decimal.getScale()));
        if (kind instanceof IntLogicalTypeAnnotation integer && !integer.isSigned())
            return JSON.numberNode(new BigInteger(Long.toUnsignedString(value & mask)));
        return JSON.numberNode(value);
    }

    /** Not every writer marks text as such. */
    private static JsonNode bytes(byte[] bytes, @Nullable LogicalTypeAnnotation kind) {
        if (kind instanceof DecimalLogicalTypeAnnotation decimal)
            return JSON.numberNode(new BigDecimal(new BigInteger(bytes), decimal.getScale()));
        try {
            return JSON.textNode(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return BinaryNode.valueOf(bytes);
        }
    }
}
