package dev.nightwarden.cli;

import dev.nightwarden.app.Application;
import dev.nightwarden.app.Config;
import dev.nightwarden.config.JsonSchema;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.config.Registry;
import dev.nightwarden.ingest.Sample;
import dev.nightwarden.pipeline.Validation;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.validate.Validate;
import dev.nightwarden.value.Amount;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nightwarden validate}. */
@Command(
    name = "validate",
    description = {
      "Checks the config against a sample of its data: which files a run would hold back,"
          + " which paths are never present, which profiles match nothing, who the actors are,"
          + " and how many of them an ordinary day would flag. Writes nothing.",
      "Exit code 2 if a run with this config would fail or could find nothing."
    })
final class ValidateCommand implements Callable<Integer> {
  /** How the schema calls what it describes. */
  static final String SCHEMA_TITLE = "Nightwarden config";

  @Mixin CommonOptions common;

  @Option(
      names = "--records",
      paramLabel = "N",
      defaultValue = "1000000",
      description =
          "The most records to read of each file, or of each part of a large file."
              + " Default: ${DEFAULT-VALUE}.")
  int records;

  @Option(
      names = "--megabytes",
      paramLabel = "N",
      defaultValue = "256",
      description =
          "The most megabytes to read of each transport: its newest files up to this"
              + " total, at least one. Default: ${DEFAULT-VALUE}.")
  int megabytes;

  @Option(
      names = "--schema",
      description = "Prints the JSON Schema of the config for editors, and checks nothing.")
  boolean schema;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (schema) {
      common.addPlugins();
      out.print(JsonSchema.of(Config.class, Registry.load(), SCHEMA_TITLE));
      out.flush();
      return ExitCode.OK;
    }
    if (records < 1) {
      throw new IllegalArgumentException("--records is %d; allowed: at least 1".formatted(records));
    }
    if (megabytes < 1) {
      throw new IllegalArgumentException(
          "--megabytes is %d; allowed: at least 1".formatted(megabytes));
    }
    Logging.configure(common.verbosity.length, common.logFile);
    Loaded<Config> loaded = common.load();
    try (Sessions.Opened session = Sessions.open()) {
      Warehouse warehouse =
          new Warehouse(session.spark(), loaded.config().warehouse(), loaded.config().landing());
      warehouse.check();
      Sample.Bounds bounds = new Sample.Bounds((long) megabytes << 20, records);
      Validation report =
          new Validate(warehouse, new Application(loaded.config()), Instant.now(), bounds).look();
      report.lines().forEach(line -> out.println(loaded.secrets().mask(line)));
      report
          .warnings()
          .forEach(warning -> out.println("WARNING " + loaded.secrets().mask(warning)));
      report
          .problems()
          .forEach(problem -> out.println("PROBLEM " + loaded.secrets().mask(problem)));
      out.println(
          loaded.source()
              + (report.problems().isEmpty()
                  ? " is valid" + see(report.warnings().size(), "warning")
                  : " has no syntax errors" + see(report.problems().size(), "problem")));
      return report.problems().isEmpty() ? ExitCode.OK : ExitCode.USAGE;
    } catch (IllegalKeyException e) {
      throw loaded.refuse(e.key(), e.problem());
    } catch (Exception | Error e) {
      throw MaskedException.of(e, loaded.secrets());
    }
  }

  private static String see(int number, String noun) {
    return number == 0 ? "" : ", but see the " + Amount.of(number, noun) + " above";
  }
}
