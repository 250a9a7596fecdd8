package dev.nightwarden.cli;

import dev.nightwarden.app.Config;
import dev.nightwarden.app.Profiles;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.enrich.GeoDatabases;
import dev.nightwarden.pipeline.Job;
import dev.nightwarden.pipeline.Request;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.report.FromTables;
import dev.nightwarden.report.Report;
import dev.nightwarden.report.Terminal;
import dev.nightwarden.table.Warehouse;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nightwarden report}: reads the tables and changes none. */
@Command(
    name = "report",
    description = {
      "Writes the report page of the given dates to the report folder of the config, or"
          + " prints it to the terminal. Without dates: the newest date with malicious events."
    })
final class ReportCommand implements Callable<Integer> {

  /** What {@code stty size} says: rows, columns. */
  private static final Pattern SIZE = Pattern.compile("\\d+ ([1-9]\\d{0,3})");

  @Mixin CommonOptions common;

  @Mixin DateOptions dates;

  @Option(
      names = "--terminal",
      description =
          "Prints a table to the terminal, as wide as COLUMNS or the terminal, and writes no"
              + " file.")
  boolean terminal;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Logging.configure(common.verbosity.length, common.logFile);
    // Of a request only the dates: this changes no table, so it is no run.
    Request request = dates.request(Job.RUN, false, false, null);
    Loaded<Config> loaded = common.load();
    if (!terminal && loaded.config().report() == null) {
      throw loaded.refuse(
          "report", "is missing; add report: {path: FOLDER} to the config, or use --terminal");
    }
    try (Sessions.Opened session = Sessions.open()) {
      report(session.spark(), loaded, request);
      return ExitCode.OK;
    } catch (IllegalKeyException e) {
      throw loaded.refuse(e.key(), e.problem());
    } catch (Exception | Error e) {
      throw MaskedException.of(e, loaded.secrets());
    }
  }

  private void report(SparkSession spark, Loaded<Config> loaded, Request request)
      throws IOException {
    Config config = loaded.config();
    Warehouse warehouse = new Warehouse(spark, config.warehouse());
    Report report =
        GeoDatabases.using(
            spark,
            config.geoip(),
            () -> {
              warehouse.check();
              FromTables tables =
                  FromTables.of(warehouse, Profiles.features(config), config.alerting().minRisk());
              NavigableSet<LocalDate> wanted = wanted(tables, request);
              return terminal ? tables.findings(wanted) : tables.report(wanted);
            });
    if (!terminal) {
      String page = config.report().write(report, spark.sessionState().newHadoopConf());
      LoggerFactory.getLogger(ReportCommand.class).info("Report written to {}", page);
      return;
    }
    PrintWriter out = spec.commandLine().getOut();
    new Terminal(width(), Ansi.AUTO.enabled())
        .lines(report)
        .forEach(line -> out.println(loaded.secrets().mask(line)));
    out.flush();
  }

  private static NavigableSet<LocalDate> wanted(FromTables tables, Request request) {
    NavigableSet<LocalDate> dates = tables.dates();
    if (dates.isEmpty()) {
      throw new IllegalStateException("there are no messages yet; execute nightwarden run first");
    }
    if (request.from() == null) {
      LocalDate newest = tables.newestFinding().orElse(dates.last());
      return new TreeSet<>(dates.subSet(newest, true, newest, true));
    }
    LocalDate last = request.to() == null ? dates.last() : request.to();
    NavigableSet<LocalDate> covered = new TreeSet<>();
    for (LocalDate known : dates) {
      if (!known.isBefore(request.from()) && !known.isAfter(last)) {
        covered.add(known);
      }
    }
    if (covered.isEmpty()) {
      throw new IllegalStateException(
          "there are no messages from %s to %s; the dates with messages go from %s to %s"
              .formatted(request.from(), last, dates.first(), dates.last()));
    }
    return covered;
  }

  /** What COLUMNS says, else what the terminal says, else 80. */
  private static int width() {
    String columns = System.getenv("COLUMNS");
    if (columns != null && columns.matches("[1-9][0-9]{0,3}")) {
      return Integer.parseInt(columns);
    }
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(2, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
        return Terminal.DEFAULT_WIDTH;
      }
      String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher columnsOfTerminal = SIZE.matcher(size.trim());
      return columnsOfTerminal.matches()
          ? Integer.parseInt(columnsOfTerminal.group(1))
          : Terminal.DEFAULT_WIDTH;
    } catch (IOException e) {
      // No terminal, or none that says how wide it is.
      return Terminal.DEFAULT_WIDTH;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Terminal.DEFAULT_WIDTH;
    }
  }
}
