package dev.nightwarden.ship;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.Type;

/** Parquet; a file of ours is known by the names of its columns. */
final class ParquetKind implements FileKind {
  @Override
  public String suffix() {
    return "parquet";
  }

  @Override
  public int version(StoreFile file, StoredTable table) throws IOException {
    List<String> found;
    HadoopInputFile input = HadoopInputFile.fromPath(file.path(), file.settings());
    try (ParquetFileReader reader = ParquetFileReader.open(input)) {
      found =
          reader.getFooter().getFileMetaData().getSchema().getFields().stream()
              .map(Type::getName)
              .toList();
    } catch (RuntimeException e) {
      // What is no Parquet file is said by exceptions of many kinds.
      return 0;
    }
    return IntStream.rangeClosed(1, table.version())
        .filter(version -> found.equals(table.names(version)))
        .findFirst()
        .orElse(0);
  }

  @Override
  public String lack(StoredTable table) {
    return "its columns are not %s, ...".formatted(String.join(", ", table.names().subList(0, 2)));
  }
}
