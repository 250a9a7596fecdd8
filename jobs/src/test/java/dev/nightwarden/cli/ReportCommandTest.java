package dev.nightwarden.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightwarden.cli.Commands.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
  private static final String CONFIG =
      """
      warehouse: %1$s/warehouse
      transports:
        logins: {type: files, path: "%1$s/logins.json", format: json, time: time, id: id}
      profiles:
        logins: {actor: user, fields: {city: {type: single}}}
      shippers: {csv: {type: csv, filename: "%1$s/alerts.csv"}}
      """;

  @TempDir Path folder;

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  @Test
  void aRunEndsWithAReportAndAReportCanBeAskedFor() throws IOException {
    Files.writeString(
        folder.resolve("logins.json"),
        """
        {"id": "1", "time": "2025-03-13T09:00:00Z", "user": "ann", "city": "Oslo"}
        {"id": "2", "time": "2025-03-14T09:00:00Z", "user": "ann", "city": "<b>Lima</b>"}
        {"id": "3", "time": "2025-03-15T09:00:00Z", "user": "ann", "city": "Oslo"}
        """);
    String config = write("report: {path: %s/report}\n".formatted(folder));

    Ended run = Commands.runJob(folder, "run", "--config", config);

    assertEquals(0, run.code(), run.errors());
    assertTrue(
        Commands.log(folder)
            .contains("report: " + folder + "/report/report-2025-03-13--2025-03-15.html"));
    assertEquals(
        List.of("report-2025-03-13--2025-03-15.html", "report.json"),
        files(folder.resolve("report")));
    JsonNode json = new ObjectMapper().readTree(folder.resolve("report/report.json").toFile());
    assertEquals(3, json.at("/totals/messages").asLong());
    assertEquals("<b>Lima</b>", json.at("/events/1/data/city").asText());

    Ended newest = Commands.runJob(folder, "report", "--config", config);
    assertEquals(0, newest.code(), newest.errors());
    assertTrue(Files.exists(folder.resolve("report/report-2025-03-14.html")), newest.errors());

    String without = write("");
    Ended terminal = Commands.runJob(folder, "report", "--terminal", "--config", without);
    assertEquals(0, terminal.code(), terminal.errors());
    assertTrue(
        terminal.out().startsWith("Friday 14 March 2025\n1 event of 1 actor deserves a look."),
        terminal::toString);
    assertTrue(
        terminal.out().contains("high       1.00  09:00:00  ann    city \"<b>Lima</b>\""),
        terminal::toString);

    Ended refused = Commands.runJob(folder, "report", "--config", without);
    assertEquals(2, refused.code());
    assertTrue(
        refused
            .errors()
            .contains(
                "report is missing; add report: {path: FOLDER} to the config, or use"
                    + " --terminal"),
        refused::errors);
    Ended none =
        Commands.runJob(
            folder, "report", "--terminal", "--date", "2025-04-01", "--config", without);
    assertEquals(1, none.code());
    assertTrue(
        none.errors()
            .contains(
                "there are no messages from 2025-04-01 to 2025-04-01; the dates with"
                    + " messages go from 2025-03-13 to 2025-03-15"),
        none::errors);
  }

  private String write(String more) throws IOException {
    Path file = folder.resolve("config-%d.yml".formatted(more.length()));
    return Files.writeString(file, CONFIG.formatted(folder) + more).toString();
  }

  private static List<String> files(Path in) throws IOException {
    try (Stream<Path> files = Files.list(in)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
