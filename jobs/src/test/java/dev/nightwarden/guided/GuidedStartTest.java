package dev.nightwarden.guided;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.app.Config;
import dev.nightwarden.config.ConfigReader;
import dev.nightwarden.config.Registry;
import dev.nightwarden.guided.GuidedStart.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The questions and what comes of them. */
class GuidedStartTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2025-06-01T00:00:00Z"), ZoneOffset.UTC);

  private static final Supplier<GuidedStart.Session> NONE =
      new Supplier<>() {
        @Override
        public GuidedStart.Session get() {
          throw new AssertionError("nothing is to be validated here");
        }
      };

  @TempDir Path folder;
  private Path logs;

  /** Names that would break a terminal, a comment and a config. */
  private static final String HOSTILE = "evil\\u001b[2J\\nprofiles: {}\\u202e ${HOME}";

  @BeforeEach
  void writeLogs() throws IOException {
    logs = Files.createDirectories(folder.resolve("logs"));
    StringBuilder logins = new StringBuilder();
    StringBuilder trail = new StringBuilder("{\"Records\": [");
    StringBuilder ssh = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      logins.append(
          """
          {"id": "login-%1$04d", "time": "2025-03-%2$02dT10:%3$02d:00Z", "user": "u%4$d", "ip": "192.0.2.%4$d", "city": "c%5$d", "outcome": "%6$s", "%7$s": "x%5$d"}
          """
              .formatted(
                  i,
                  1 + i / 10,
                  i % 60,
                  i % 4,
                  i % 3,
                  i % 9 == 0 ? "failure" : "success",
                  HOSTILE));
      trail.append(
          "%s{\"eventTime\": \"2025-03-01T10:%02d:00Z\", \"eventID\": \"9f3c-%d\", \"eventName\": \"E%d\", \"userIdentity\": {\"arn\": \"arn:aws:iam::1:user/u%d\"}}"
              .formatted(i == 0 ? "" : ",", i, i, i % 3, i % 4));
      ssh.append(
          "Mar  1 10:%02d:00 bastion sshd[%d]: %s for u%d from 192.0.2.%d port 22 ssh2\n"
              .formatted(
                  i, i, i % 7 == 0 ? "Failed password" : "Accepted publickey", i % 3, i % 5));
    }
    Files.createDirectories(logs.resolve("logins"));
    Files.createDirectories(logs.resolve("trail"));
    write("logins/2025-03-01.json", logins.toString());
    write("trail/cloudtrail.json", trail + "]}");
    write("auth.log", ssh.toString());
    write("README.md", "# About\n\nWhat this is.\n");
  }

  private void write(String name, String text) throws IOException {
    Path file = Files.writeString(logs.resolve(name), text);
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2025-03-10T00:00:00Z")));
  }

  private Wishes wishes(String path, String config) {
    return new Wishes(
        path,
        config,
        folder + "/tables",
        null,
        null,
        null,
        null,
        null,
        List.of(),
        null,
        null,
        WishedDestinations.NONE,
        true);
  }

  private static Written start(
      Conversation talk, Wishes wishes, Supplier<GuidedStart.Session> sessions) throws IOException {
    return new GuidedStart(talk, wishes, Registry.load(), Map.of(), CLOCK, sessions).start();
  }

  private static GuidedStart.Session session() {
    SparkSession shared = SharedSpark.session();
    return new GuidedStart.Session() {
      @Override
      public SparkSession spark() {
        return shared;
      }

      @Override
      public void close() {}
    };
  }

  private List<String> written() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(n -> !n.equals("logs"))
          .sorted()
          .toList();
    }
  }

  @Test
  void nothingButThePathAndEnterGivesAConfigThatValidatesAndSaysHowManyAlertsItRaises()
      throws IOException {
    ScriptedConversation talk = new ScriptedConversation(true, logs.toString());
    String config = folder.resolve("my.yml").toString();

    Written written = start(talk, wishes(null, config), GuidedStartTest::session);

    assertEquals(config, written.config().toString());
    assertFalse(written.isRunWanted());
    Config read =
        new ConfigReader(Registry.load(), Map.of())
            .read(written.config(), List.of(), Config.class)
            .config();
    assertEquals(
        List.of("cloudtrail", "logins", "ssh"),
        read.profiles().keySet().stream().sorted().toList());
    assertEquals("user", read.profiles().get("logins").actor());
    assertEquals("userIdentity.arn", read.profiles().get("cloudtrail").actor());
    assertEquals("invalid IS NULL", read.profiles().get("ssh").matches());
    assertTrue(
        read.profiles().get("logins").fields().keySet().containsAll(List.of("city", "outcome")));
    assertTrue(talk.text().contains("README.md: text of no form that is known"), talk::text);
    assertTrue(
        talk.text().contains("over the 6 nights of the sample, 2025-03-01 to 2025-03-06"),
        talk::text);
    assertTrue(talk.text().contains("a night, "), talk::text);
    assertFalse(talk.text().contains("\u001b") || talk.text().contains("\u202e"), talk::text);
    assertFalse(talk.text().contains("PROBLEM"), talk::text);
    assertEquals(List.of("my.yml"), written());
  }

  @Test
  void anExistingFileIsNeverOverwritten() throws IOException {
    Path there = Files.writeString(folder.resolve("there.yml"), "mine");
    ScriptedConversation talk =
        new ScriptedConversation(
            true, logs.toString(), "", "", "", there.toString(), ScriptedConversation.END);

    assertThrows(Conversation.Ended.class, () -> start(talk, wishes(null, null), NONE));

    assertTrue(
        talk.text().contains("is there already, and init never overwrites a file"), talk::text);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                start(
                    new ScriptedConversation(false),
                    wishes(logs.toString(), there.toString()),
                    NONE));
    assertTrue(refused.getMessage().startsWith("--config " + there + ": is there already"));
    assertEquals("mine", Files.readString(there));
    assertThrows(IOException.class, () -> NewFile.write(there, "other"));
    assertEquals("mine", Files.readString(there));
    assertEquals(List.of("there.yml"), written());
  }

  @Test
  void theEndOfInputAtAnyQuestionLeavesNothing() throws IOException {
    for (int enters = 0; enters < 6; enters++) {
      String[] answers = new String[enters + 1];
      Arrays.fill(answers, "");
      answers[0] = logs.toString();
      answers[enters] = ScriptedConversation.INTERRUPT;
      Conversation.Ended ended =
          assertThrows(
              Conversation.Ended.class,
              () ->
                  start(
                      new ScriptedConversation(true, answers),
                      wishes(null, folder.resolve("new.yml").toString()),
                      NONE));
      assertTrue(ended.isInterrupt());
      assertEquals(List.of(), written());
    }
  }

  @Test
  void aPathWithoutLogsIsAskedForAgainAndRefusedWhereNobodyIsThere() {
    ScriptedConversation talk =
        new ScriptedConversation(
            true, folder + "/nowhere", logs + "/README.md", ScriptedConversation.END);

    assertThrows(Conversation.Ended.class, () -> start(talk, wishes(null, null), NONE));

    assertEquals(3, talk.asked.size());
    assertTrue(talk.text().contains("there is no file at " + folder + "/nowhere"), talk::text);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> start(new ScriptedConversation(false), wishes(folder + "/nowhere", null), NONE));
    assertTrue(
        refused.getMessage().startsWith("--path " + folder + "/nowhere: "), refused::getMessage);
  }

  @Test
  void whatAPersonEditsCountsAndAnAnswerThatCannotBeIsAskedForAgain() {
    ScriptedConversation talk =
        new ScriptedConversation(
            true,
            logs + "/logins",
            "edit",
            "tim",
            "time",
            "iso8601",
            "ip",
            "none",
            "id",
            "city, nothing",
            "city",
            "yes",
            ScriptedConversation.END);

    assertThrows(Conversation.Ended.class, () -> start(talk, wishes(null, null), NONE));

    assertTrue(talk.text().contains("no record of the sample has tim\n"), talk::text);
    assertTrue(talk.text().contains("no record of the sample has nothing\n"), talk::text);
    assertTrue(talk.text().contains("  actor    ip, 4 different ones\n"), talk::text);
    assertTrue(talk.text().contains("  watches  city (3)\n"), talk::text);
  }
}
