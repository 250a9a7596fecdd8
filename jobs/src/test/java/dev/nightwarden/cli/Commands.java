package dev.nightwarden.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightwarden.SharedSpark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.core.config.Configurator;

/** Command lines, run in this process as {@code main} would run them. */
final class Commands {
  private static int jobs;

  private Commands() {}

  /**
   * What a command line left behind.
   *
   * @param code its exit code
   * @param out what it wrote to standard output
   * @param errors what it wrote to standard error, log lines aside
   */
  record Ended(int code, String out, String errors) {}

  /** Runs a command line. */
  static Ended run(String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream newOut = new ByteArrayOutputStream();
    ByteArrayOutputStream newErr = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(newOut, true, UTF_8));
      System.setErr(new PrintStream(newErr, true, UTF_8));
      int code = Nightwarden.execute(args);
      return new Ended(code, newOut.toString(UTF_8), newErr.toString(UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** Runs a job in the shared session, its log in a new file of the folder. */
  static Ended runJob(Path folder, String command, String... options) {
    SharedSpark.session();
    jobs++;
    List<String> args = new ArrayList<>(List.of(command, "--log-file", logFile(folder).toString()));
    args.addAll(List.of(options));
    return run(args.toArray(String[]::new));
  }

  /** What the last job wrote to its log. */
  static String log(Path folder) throws IOException {
    return Files.readString(logFile(folder));
  }

  private static Path logFile(Path folder) {
    return folder.resolve("night-%d.log".formatted(jobs));
  }

  /** Gives the log back to the other tests. */
  static void restoreLogging() {
    Configurator.reconfigure();
  }
}
