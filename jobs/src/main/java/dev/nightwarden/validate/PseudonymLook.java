package dev.nightwarden.validate;

import static dev.nightwarden.table.Columns.DATA;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;

import dev.nightwarden.app.Application;
import dev.nightwarden.app.Config;
import dev.nightwarden.feature.FlagSettings;
import dev.nightwarden.feature.flag.InList;
import dev.nightwarden.feature.flag.NotInList;
import dev.nightwarden.observe.MessageSql;
import dev.nightwarden.observe.MessageValues;
import dev.nightwarden.pipeline.Notes;
import dev.nightwarden.pseudonym.Pseudonyms;
import dev.nightwarden.sql.ShippedFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Where the names of a sample are hidden, and what of a config may still mean names. */
record PseudonymLook(Application application, Pseudonyms pseudonyms) {
  void tell(Dataset<Row> messages, Notes notes) {
    notes.line(
        "pseudonyms: hide the values at %s".formatted(String.join(", ", pseudonyms.paths())));
    neverPresent(messages, notes);
    Config config = application.config();
    config
        .profiles()
        .forEach(
            (name, profile) -> {
              if (profile.actorSql() != null) {
                actor(name, profile.actorSql(), notes);
              }
            });
    if (config.features() != null) {
      for (int i = 0; i < config.features().flags().size(); i++) {
        list(i, config.features().flags().get(i), notes);
      }
    }
  }

  private void neverPresent(Dataset<Row> messages, Notes notes) {
    List<String> paths = application.config().pseudonyms().paths();
    if (paths.isEmpty()) {
      return;
    }
    Column[] counts =
        paths.stream()
            .map(path -> count(MessageValues.json(col(DATA), path)))
            .toArray(Column[]::new);
    Row row = messages.select(counts).first();
    for (int i = 0; i < paths.size(); i++) {
      if (row.getLong(i) == 0) {
        notes.warning(
            "pseudonyms.paths: %s is never present; the data has %s"
                .formatted(paths.get(i), Notes.keys(messages)));
      }
    }
  }

  private void actor(String profile, String sql, Notes notes) {
    List<String> open =
        MessageSql.paths(sql).stream().filter(path -> !application.isHidden(path)).toList();
    if (!open.isEmpty()) {
      notes.warning(
          "profiles.%s.actor_sql: reads %s, which pseudonyms.paths does not name; names there stay"
              .formatted(profile, String.join(", ", open)));
    }
  }

  private void list(int index, FlagSettings flag, Notes notes) {
    String file =
        flag.params() instanceof InList in
            ? in.file()
            : flag.params() instanceof NotInList not ? not.file() : null;
    if (file == null || !application.isHidden(flag.dataNeeded().get(0))) {
      return;
    }
    firstName(file)
        .ifPresent(
            name ->
                notes.warning(
                    ("features.flags.[%d]: looks for what %s lists at %s, where there are"
                            + " pseudonyms; list these, as nightwarden pseudonym --names %s prints"
                            + " them")
                        .formatted(index, file, flag.dataNeeded().get(0), file)));
  }

  /** The first line of a list that is no pseudonym. */
  private static Optional<String> firstName(String file) {
    try (Stream<String> lines = Files.lines(ShippedFiles.locate(file))) {
      return lines
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .filter(line -> !Pseudonyms.isPseudonym(line))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
