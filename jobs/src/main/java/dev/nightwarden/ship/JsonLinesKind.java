package dev.nightwarden.ship;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;

/**
 * JSON, an object a line with every column, null where it has no value. A file of ours is known by
 * the names in its first line.
 *
 * @param numbers the columns that are numbers; all others are texts
 */
record JsonLinesKind(Set<String> numbers) implements TextKind {
  private static final JsonFactory JSON = new JsonFactory();

  JsonLinesKind {
    numbers = Set.copyOf(numbers);
  }

  static JsonLinesKind of(StoredTable table) {
    Set<String> numbers = new HashSet<>();
    for (StructField field : table.allRows().schema().fields()) {
      if (field.dataType() instanceof NumericType) {
        numbers.add(field.name());
      } else if (!field.dataType().equals(DataTypes.StringType)
          && !field.dataType().equals(DataTypes.TimestampType)) {
        throw new IllegalArgumentException("no store holds a " + field.dataType().typeName());
      }
    }
    return new JsonLinesKind(numbers);
  }

  @Override
  public String suffix() {
    return "jsonl";
  }

  @Override
  public int version(StoreFile file, StoredTable table) throws IOException {
    List<String> found = firstNames(file, table.names().size());
    return IntStream.rangeClosed(1, table.version())
        .filter(version -> found.equals(table.names(version)))
        .findFirst()
        .orElse(0);
  }

  /** The names of the first object in a file, one more than {@code most} at most. */
  private static List<String> firstNames(StoreFile file, int most) throws IOException {
    List<String> names = new ArrayList<>();
    try (InputStream in = file.files().open(file.path());
        JsonParser json = JSON.createParser(in)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return List.of();
      }
      while (names.size() <= most && json.nextToken() == JsonToken.FIELD_NAME) {
        names.add(json.currentName());
        json.nextToken();
        json.skipChildren();
      }
    } catch (JsonProcessingException e) {
      return List.of();
    }
    return names;
  }

  @Override
  public String lack(StoredTable table) {
    return "its first line is not {\"%s\": ...".formatted(table.names().get(0));
  }

  @Override
  public long write(OutputStream out, List<String> names, Iterator<String[]> rows)
      throws IOException {
    OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
    long count = 0;
    while (rows.hasNext()) {
      writeObject(buffered, names, rows.next());
      buffered.write('\n');
      count++;
    }
    buffered.flush();
    return count;
  }

  /** Writes one row as an object. */
  void writeObject(OutputStream out, List<String> names, String[] cells) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
      json.writeStartObject();
      for (int i = 0; i < cells.length; i++) {
        json.writeFieldName(names.get(i));
        if (cells[i] == null) {
          json.writeNull();
        } else if (numbers.contains(names.get(i))) {
          json.writeNumber(cells[i]);
        } else {
          json.writeString(cells[i]);
        }
      }
      json.writeEndObject();
    }
  }
}
