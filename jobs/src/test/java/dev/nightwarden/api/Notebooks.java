package dev.nightwarden.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of {@code notebooks/}. */
final class Notebooks {
  static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final Path FOLDER = PROJECT.resolve("notebooks");
  private static final String MAGIC = "# MAGIC ";
  private static final String SQL = MAGIC + "%sql\n";

  private Notebooks() {}

  static List<Path> jupyter() throws IOException {
    return files(FOLDER, ".ipynb");
  }

  static List<Path> databricks() throws IOException {
    return files(FOLDER.resolve("databricks"), ".py");
  }

  private static List<Path> files(Path folder, String end) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
    }
  }

  static JsonNode read(Path notebook) throws IOException {
    return new ObjectMapper().readTree(notebook.toFile());
  }

  /** What a notebook said in text, cell by cell. */
  static List<String> said(Path notebook) throws IOException {
    List<String> texts = new ArrayList<>();
    for (JsonNode cell : read(notebook).get("cells")) {
      for (JsonNode output : cell.path("outputs")) {
        StringBuilder text = new StringBuilder();
        output.path("text").forEach(line -> text.append(line.asText()));
        if (!text.isEmpty()) {
          texts.add(text.toString());
        }
      }
    }
    return texts;
  }

  /** The SQL cells of a Databricks source. */
  static List<String> sql(Path source) throws IOException {
    return Stream.of(Files.readString(source).split("\n# COMMAND ----------\n"))
        .map(String::strip)
        .filter(cell -> cell.startsWith(SQL))
        .map(
            cell ->
                cell.substring(SQL.length())
                    .lines()
                    .map(
                        line ->
                            line.length() < MAGIC.length() ? "" : line.substring(MAGIC.length()))
                    .collect(Collectors.joining("\n")))
        .toList();
  }

  /** Whether a program can be run here. */
  static boolean isThere(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
