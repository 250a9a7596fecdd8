package dev.nightwarden.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nightwarden.cli.Commands.Ended;
import dev.nightwarden.guided.Conversation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code init} at the command line: without a terminal, without an answer, and at a real terminal.
 */
class InitCommandTest {
  @TempDir Path folder;

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  private String logs() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      lines.append(
          "{\"time\": \"2025-03-01T10:%02d:00Z\", \"user\": \"u%d\", \"city\": \"c%d\"}\n"
              .formatted(i, i % 3, i % 5));
    }
    return Files.writeString(folder.resolve("logins.json"), lines).toString();
  }

  @Test
  void withoutATerminalItAsksNothingAndWaitsForNothing() {
    assumeFalse(TerminalConversation.isPossible(), "started at a terminal");

    Ended ended = Commands.run("init");

    assertEquals(2, ended.code());
    assertTrue(
        ended.errors().contains("there is no terminal to ask at; give --yes with --path"),
        ended::errors);
  }

  @Test
  void withYesThePathMustBeThereAndWhatIsWrongIsSaid() throws IOException {
    assertEquals(2, Commands.run("init", "--yes").code());
    assertTrue(Commands.run("init", "--yes").errors().contains("init --yes needs --path"));
    Ended secret =
        Commands.run(
            "init",
            "--yes",
            "--path",
            logs(),
            "--config",
            folder + "/a.yml",
            "--postgres",
            "a:b@c/d");
    assertEquals(2, secret.code());
    assertTrue(
        secret.errors().contains("--postgres takes USER@HOST/NAME, such as")
            && !secret.errors().contains("a:b@c/d"),
        secret::errors);
    Ended unknown = Commands.run("init", "--yes", "--path", logs(), "--actor", "who");
    assertEquals(2, unknown.code());
    assertTrue(
        unknown.errors().contains("--actor who: no record of the sample has it; they have "),
        unknown::errors);
    Ended there = Commands.run("init", "--yes", "--path", logs(), "--config", logs());
    assertEquals(2, there.code());
    assertTrue(there.errors().contains("init never overwrites a file"), there::errors);
  }

  @Test
  void theTerminalGivesWhatIsTypedOrWhatIsProposedAndShowsNoControlCharacters() throws IOException {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    DumbTerminal dumb =
        new DumbTerminal(
            "test",
            "dumb",
            new ByteArrayInputStream("logs! x\n\n".getBytes(StandardCharsets.UTF_8)),
            shown,
            StandardCharsets.UTF_8);
    try (TerminalConversation talk = TerminalConversation.at(dumb)) {
      talk.say("a\u001b[2Jb");
      assertEquals("logs! x", talk.ask("Where?", null));
      assertEquals("yes", talk.ask("Really?", "yes"));
      Conversation.Ended ended =
          assertThrows(Conversation.Ended.class, () -> talk.ask("And?", "no"));
      assertFalse(ended.isInterrupt());
    }
    assertTrue(shown.toString(StandardCharsets.UTF_8).contains("a\ufffd[2Jb"));
  }

  @Test
  void atARealTerminalCtrlCEndsItWithALineAndNothingWritten() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    ProcessBuilder builder =
        new ProcessBuilder(
                "script",
                "-qec",
                "'%s' -XX:TieredStopAtLevel=1 -cp '%s' dev.nightwarden.cli.Nightwarden init --config '%s'"
                    .formatted(
                        java, System.getProperty("java.class.path"), folder.resolve("new.yml")),
                "/dev/null")
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().put("TERM", "xterm");
    Process process = builder.start();
    StringBuilder shown = new StringBuilder();
    try {
      // What is typed before the question is asked is not for it.
      await(process, shown, "Where are the logs?");
      type(process, logs() + "\r");
      await(process, shown, " in like this?");
      type(process, "\u0003");
      await(process, shown, "no config was written");
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), shown::toString);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }

    assertTrue(shown.toString().contains("actor    user"), shown::toString);
    assertEquals(130, process.exitValue(), shown::toString);
    assertFalse(Files.exists(folder.resolve("new.yml")));
  }

  private static void type(Process process, String text) throws IOException {
    process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Reads on until some words are shown, for two minutes at most. */
  private static void await(Process process, StringBuilder shown, String words) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    InputStream output = process.getInputStream();
    while (shown.indexOf(words) < 0) {
      assertTrue(System.nanoTime() < deadline, () -> "not shown: " + words + " in " + shown);
      int ready = output.available();
      if (ready > 0) {
        shown.append(new String(output.readNBytes(ready), StandardCharsets.UTF_8));
      } else {
        Thread.sleep(50);
      }
    }
  }
}
