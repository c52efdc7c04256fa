// SPDX-License-Identifier: Apache-2.0
package dev.lox.lm.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lox.base.ForeignText;
import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** The rows of a parquet file, with nested columns as nested JSON. Holds one row group in memory at a time. */
final class ParquetRows implements RowSource {
    private static final int MOST_UNPACKED = 100;

    private final Path file;
    private final @Nullable Path unpacked;
    private final ParquetFileReader reader;
    private final MessageType schema;
    private @Nullable RecordReader<Group> group;
    private long leftInGroup;
    private long row;

    private ParquetRows(Path file, @Nullable Path unpacked) throws IOException {
        this.file = file;
        this.unpacked = unpacked;
        LocalInputFile input = new LocalInputFile(unpacked == null ? file : unpacked);
        try {
            reader = ParquetFileReader.open(
                    input,
                    ParquetReadOptions.builder(new PlainParquetConfiguration())
                            .withCodecFactory(new PageCodecs())
                            .build());
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw bad(file.toString(), e);
        }
        schema = reader.getFileMetaData().getSchema();
    }

    /** A gzipped file is decompressed first, since parquet is read from its end. */
    static ParquetRows open(Path file) throws IOException {
        Path unpacked = null;
        try {
            if (file.toString().endsWith(".gz")) {
                unpacked = Files.createTempFile("lox", ".parquet");
                try (InputStream in = TextInput.bytes(file)) {
                    unpack(in, unpacked, Files.size(file));
                }
            }
            return new ParquetRows(file, unpacked);
        } catch (IOException | RuntimeException e) {
            if (unpacked != null) Files.delete(unpacked);
            String problem = e instanceof IOException io ? TextInput.problem(io) : null;
            if (problem != null) throw new InvalidInputException(file + ": " + problem);
            throw e;
        }
    }

    /** Parquet is compressed already; what grows a hundredfold was made to fill the disk. */
    private static void unpack(InputStream in, Path unpacked, long packed) throws IOException {
        long most = MOST_UNPACKED * packed;
        try (OutputStream out = Files.newOutputStream(unpacked)) {
            byte[] buffer = new byte[1 << 16];
            long size = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                size += n;
                if (size > most)
                    throw new TextInput.BadText("holds over " + MOST_UNPACKED + " times its size; decompress it first");
                out.write(buffer, 0, n);
            }
        }
    }

    @Override
    public @Nullable Row next() throws IOException {
        row++;
        try {
            ObjectNode fields = read();
            return fields == null ? null : new Row(file, Row.Unit.ROW, row, fields);
        } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw bad(Row.where(file, Row.Unit.ROW, row), e);
        }
    }

    private @Nullable ObjectNode read() throws IOException {
        while (group == null || leftInGroup == 0) {
            PageReadStore pages = reader.readNextRowGroup();
            if (pages == null) return null;
            leftInGroup = pages.getRowCount();
            group = new ColumnIOFactory().getColumnIO(schema).getRecordReader(pages, new GroupRecordConverter(schema));
        }
        leftInGroup--;
        return ParquetGroup.toJson(group.read(), schema);
    }

    @Override
    public void close() throws IOException {
        reader.close();
        if (unpacked != null) Files.delete(unpacked);
    }

    /** On a damaged file the library may throw anything, build endless schemas or allocate pages of absurd size. */
    private static InvalidInputException bad(String where, Throwable e) {
        return new InvalidInputException(
                where + ": cannot be read as parquet (" + ForeignText.printable(e.toString()) + ")");
    }
}
