package dev.nightwarden.ingest;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.UUID;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.Row;

/**
 * The rows of a Parquet file as JSON objects. Dates and times become ISO 8601 texts, bytes that are
 * no UTF-8 become base64, NaN and the infinities become texts.
 */
final class ParquetRecords extends RawReader {
  private static final long JULIAN_DAY_OF_1970 = 2_440_588;

  private final SourceFile file;
  private final int maxBytes;
  private final ParquetReader<Group> reader;

  /** Opens the part of a file whose row groups start between two bytes. */
  ParquetRecords(SourceFile file, InputFile input, long start, long end, int maxBytes)
      throws IOException {
    this.file = file;
    this.maxBytes = maxBytes;
    this.reader = new Groups(input).withFileRange(start, end).build();
  }

  private static final class Groups extends ParquetReader.Builder<Group> {
    Groups(InputFile input) {
      super(input);
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport();
    }
  }

  @Override
  Row read() throws IOException {
    StringBuilder json = new StringBuilder();
    try {
      Group row = reader.read();
      if (row == null) {
        return null;
      }
      appendObject(json, row);
    } catch (IOException | RuntimeException unreadable) {
      throw new BrokenFileException("it is no whole Parquet file", unreadable);
    }
    String record = json.toString();
    return record.length() > maxBytes
        ? RawRecords.refused(file, record, "longer than max_bytes")
        : RawRecords.record(file, record, null);
  }

  @Override
  Row broken(BrokenFileException broken) {
    return RawRecords.refused(file, "", RawRecords.BREAKS_OFF + broken.getMessage());
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private static void appendObject(StringBuilder json, Group group) {
    json.append('{');
    GroupType type = group.getType();
    for (int i = 0; i < type.getFieldCount(); i++) {
      json.append(i == 0 ? "" : ",");
      quote(json, type.getFieldName(i));
      json.append(':');
      if (type.getType(i).isRepetition(Type.Repetition.REPEATED)) {
        appendRepeated(json, group, i, false);
      } else {
        appendOptional(json, group, i);
      }
    }
    json.append('}');
  }

  private static void appendOptional(StringBuilder json, Group group, int field) {
    if (group.getFieldRepetitionCount(field) == 0) {
      json.append("null");
    } else {
      append(json, group, field, 0);
    }
  }

  /**
   * Appends an array.
   *
   * @param wrapped whether each element lies in a group of its own
   */
  private static void appendRepeated(StringBuilder json, Group group, int field, boolean wrapped) {
    json.append('[');
    for (int i = 0; i < group.getFieldRepetitionCount(field); i++) {
      json.append(i == 0 ? "" : ",");
      if (wrapped) {
        appendOptional(json, group.getGroup(field, i), 0);
      } else {
        append(json, group, field, i);
      }
    }
    json.append(']');
  }

  private static void append(StringBuilder json, Group group, int field, int index) {
    Type type = group.getType().getType(field);
    if (type.isPrimitive()) {
      appendPrimitive(json, group, field, index);
      return;
    }
    Group inside = group.getGroup(field, index);
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    if (meaning instanceof ListLogicalTypeAnnotation) {
      appendRepeated(json, inside, 0, isWrapped(type.asGroupType()));
    } else if (meaning instanceof MapLogicalTypeAnnotation
        || meaning instanceof MapKeyValueTypeAnnotation) {
      appendMap(json, inside);
    } else {
      appendObject(json, inside);
    }
  }

  /** By the backward compatibility rules of the Parquet format for lists. */
  private static boolean isWrapped(GroupType list) {
    Type repeated = list.getType(0);
    return !repeated.isPrimitive()
        && repeated.asGroupType().getFieldCount() == 1
        && !repeated.getName().equals("array")
        && !repeated.getName().equals(list.getName() + "_tuple");
  }

  private static void appendMap(StringBuilder json, Group map) {
    json.append('{');
    for (int i = 0; i < map.getFieldRepetitionCount(0); i++) {
      json.append(i == 0 ? "" : ",");
      Group entry = map.getGroup(0, i);
      StringBuilder key = new StringBuilder();
      appendPrimitive(key, entry, 0, 0);
      if (key.charAt(0) == '"') {
        json.append(key);
      } else {
        quote(json, key.toString());
      }
      json.append(':');
      if (entry.getType().getFieldCount() > 1) {
        appendOptional(json, entry, 1);
      } else {
        json.append("null");
      }
    }
    json.append('}');
  }

  private static void appendPrimitive(StringBuilder json, Group group, int field, int index) {
    LogicalTypeAnnotation meaning = group.getType().getType(field).getLogicalTypeAnnotation();
    switch (group.getType().getType(field).asPrimitiveType().getPrimitiveTypeName()) {
      case BOOLEAN -> json.append(group.getBoolean(field, index));
      case INT32 -> {
        int value = group.getInteger(field, index);
        boolean unsigned = meaning instanceof IntLogicalTypeAnnotation type && !type.isSigned();
        appendIntegral(json, unsigned ? Integer.toUnsignedLong(value) : value, meaning);
      }
      case INT64 -> appendIntegral(json, group.getLong(field, index), meaning);
      case FLOAT -> appendNumber(json, Float.toString(group.getFloat(field, index)));
      case DOUBLE -> appendNumber(json, Double.toString(group.getDouble(field, index)));
      case INT96 -> appendInt96(json, group.getInt96(field, index));
      case BINARY, FIXED_LEN_BYTE_ARRAY ->
          appendBinary(json, group.getBinary(field, index), meaning);
    }
  }

  private static void appendIntegral(
      StringBuilder json, long value, LogicalTypeAnnotation meaning) {
    if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
      json.append(BigDecimal.valueOf(value, decimal.getScale()).toPlainString());
    } else if (meaning instanceof DateLogicalTypeAnnotation) {
      quote(json, LocalDate.ofEpochDay(value).toString());
    } else if (meaning instanceof TimeLogicalTypeAnnotation time) {
      quote(json, LocalTime.ofNanoOfDay(value * nanos(time.getUnit())).toString());
    } else if (meaning instanceof TimestampLogicalTypeAnnotation timestamp) {
      long perSecond = 1_000_000_000L / nanos(timestamp.getUnit());
      LocalDateTime local =
          LocalDateTime.ofEpochSecond(
              Math.floorDiv(value, perSecond),
              (int) (Math.floorMod(value, perSecond) * nanos(timestamp.getUnit())),
              ZoneOffset.UTC);
      quote(json, timestamp.isAdjustedToUTC() ? local + "Z" : local.toString());
    } else if (meaning instanceof IntLogicalTypeAnnotation type && !type.isSigned()) {
      json.append(Long.toUnsignedString(value));
    } else {
      json.append(value);
    }
  }

  private static long nanos(TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> 1_000_000L;
      case MICROS -> 1_000L;
      case NANOS -> 1L;
    };
  }

  private static void appendNumber(StringBuilder json, String number) {
    if (number.endsWith("N") || number.endsWith("y")) {
      quote(json, number);
    } else {
      json.append(number);
    }
  }

  /** A time as older writers have it: nanoseconds of the day, then the Julian day. */
  private static void appendInt96(StringBuilder json, Binary value) {
    ByteBuffer bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long nanos = bytes.getLong();
    long day = bytes.getInt() - JULIAN_DAY_OF_1970;
    quote(json, Instant.ofEpochSecond(day * 86_400, nanos).toString());
  }

  private static void appendBinary(
      StringBuilder json, Binary value, LogicalTypeAnnotation meaning) {
    if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
      json.append(
          new BigDecimal(new BigInteger(value.getBytes()), decimal.getScale()).toPlainString());
    } else if (meaning instanceof UUIDLogicalTypeAnnotation) {
      ByteBuffer bytes = value.toByteBuffer();
      quote(json, new UUID(bytes.getLong(), bytes.getLong()).toString());
    } else {
      quote(json, text(value));
    }
  }

  private static String text(Binary value) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(value.toByteBuffer()).toString();
    } catch (CharacterCodingException bytes) {
      return Base64.getEncoder().encodeToString(value.getBytes());
    }
  }

  private static void quote(StringBuilder json, String text) {
    json.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, json);
    json.append('"');
  }
}
