package dev.nightwarden.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.cli.Commands.Ended;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code validate} says of data, and that a run says the same. */
class ValidateTest {
  private static final String HEADER =
      """
      #separator \\x09
      #set_separator\t,
      #empty_field\t(empty)
      #unset_field\t-
      #path\tconn
      #open\t2014-04-03-10-08-27
      #fields\tts\tuid\torig
      #types\ttime\tstring\taddr
      """;

  @TempDir Path folder;

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  private String zeek() throws IOException {
    return Files.writeString(
            folder.resolve("zeek.yml"),
            """
            warehouse: %1$s/warehouse
            transports:
              zeek:
                {type: files, path: %1$s/logs, format: csv, delimiter: "\\t", quote: "", time: ts, columns: [ts, uid, orig]}
            profiles:
              hosts: {actor: orig, fields: {uid: {type: single}}}
            """
                .formatted(folder))
        .toString();
  }

  private static String records(int number, String time) {
    StringBuilder records = new StringBuilder();
    for (int i = 0; i < number; i++) {
      records.append("%s%d\tC%d\t192.0.2.7\n".formatted(time, i, i));
    }
    return records.toString();
  }

  private void write(String name, String text) throws IOException {
    Files.createDirectories(folder.resolve("logs"));
    Files.writeString(folder.resolve("logs").resolve(name), text);
  }

  @Test
  void aFileThatARunHoldsBackIsAProblemWithItsReasonsAndTheRunSaysTheSame() throws IOException {
    write("a-good.log", records(1_200, "1379288667."));
    write("conn.log", HEADER + records(7, "1379288667."));
    String config = zeek();

    Ended validated = Commands.run("validate", "--config", config);
    Ended ran = Commands.runJob(folder, "ingest", "--config", config);

    assertEquals(2, validated.code(), validated.out() + validated.errors());
    assertEquals(1, ran.code(), ran.errors());
    assertTrue(
        validated
            .out()
            .contains(
                "PROBLEM transports.zeek: a run would hold back %s/logs/conn.log: "
                    .formatted(folder)),
        validated::out);
    String told =
        between(
            validated.out(), "hold back %s/logs/conn.log: ".formatted(folder), "; fix the config");
    assertEquals(
        "8 of its 15 records are refused: 8 because 2 columns, expected 3, such as:"
            + " #empty_field\ufffd(empty)",
        told);
    String log = Commands.log(folder);
    assertTrue(log.contains("conn.log is held back whole: " + told + "; to ingest it anyway"), log);
    assertEquals(
        List.of("held back whole: " + told), rejects("reason"), "the table says what the log says");
    assertEquals(List.of("#empty_field\t(empty)"), rejects("raw"));
  }

  @Test
  void reasonsAreToldToTheirEndAndNoSampleHasNullDates() throws IOException {
    write("conn.log", records(20, "last tuesday "));

    Ended ended = Commands.run("validate", "--config", zeek());

    assertEquals(2, ended.code(), ended.errors());
    assertTrue(
        ended.out().contains("transports.zeek: no message in the sample; 20 refused: "),
        ended::out);
    assertFalse(ended.out().contains("null"), ended.out());
    assertTrue(ended.out().contains("last tuesday 0"), ended::out);
    assertFalse(ended.out().contains("…"), ended::out);
  }

  @Test
  void aFileThatWasTakenInAsItIsIsNoProblemAnyMore() throws IOException {
    write("conn.log", HEADER + records(7, "1379288667."));
    String config = zeek();
    assertEquals(1, Commands.runJob(folder, "ingest", "--config", config).code());
    assertEquals(2, Commands.run("validate", "--config", config).code(), "it is held");

    assertEquals(0, Commands.runJob(folder, "ingest", "--config", config, "--retry").code());

    Ended ended = Commands.run("validate", "--config", config);
    assertEquals(0, ended.code(), ended.out() + ended.errors());
    assertTrue(ended.out().contains("7 messages in the sample"), ended::out);
  }

  private List<String> rejects(String column) {
    List<String> found = new ArrayList<>();
    new Warehouse(SharedSpark.session(), folder + "/warehouse")
        .read(Table.REJECTS)
        .select(column)
        .collectAsList()
        .forEach(row -> found.add(row.getString(0)));
    return found;
  }

  private static String between(String text, String start, String end) {
    int from = text.indexOf(start) + start.length();
    return text.substring(from, text.indexOf(end, from));
  }
}
