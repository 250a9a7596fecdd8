package dev.nightwarden.cli;

import dev.nightwarden.app.Config;
import dev.nightwarden.config.JsonSchema;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.config.Registry;
import dev.nightwarden.app.Validate;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.table.Warehouse;
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
      "Reads the config and holds it against the first records of each transport: which paths are"
          + " never present, which profiles match nothing, who the actors would be. Writes nothing.",
      "Exit code 2 if a run with this config would be pointless."
    })
final class ValidateCommand implements Callable<Integer> {
  /** How the schema calls what it describes. */
  static final String SCHEMA_TITLE = "Nightwarden config";

  @Mixin CommonOptions common;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this help.")
  boolean help;

  @Option(
      names = "--records",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many records of each transport to look at. Default: ${DEFAULT-VALUE}.")
  int records;

  @Option(
      names = "--schema",
      description = "Prints the JSON Schema of the config instead, for editors.")
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
      throw new IllegalArgumentException("--records is %d; at least 1".formatted(records));
    }
    Logging.configure(common.verbosity.length, common.logFile);
    Loaded<Config> loaded = common.load();
    try (Sessions.Opened session = Sessions.open()) {
      new Warehouse(session.spark(), loaded.config().warehouse()).check();
      Validate.Report report =
          new Validate(session.spark(), loaded.config(), Instant.now(), records).look();
      report.lines().forEach(line -> out.println(loaded.secrets().mask(line)));
      report
          .problems()
          .forEach(problem -> out.println("PROBLEM " + loaded.secrets().mask(problem)));
      out.println(
          loaded.source()
              + (report.problems().isEmpty()
                  ? " is valid"
                  : " is well written, but see the "
                      + Amount.of(report.problems().size(), "problem")
                      + " above"));
      return report.problems().isEmpty() ? ExitCode.OK : ExitCode.USAGE;
    } catch (IllegalKeyException e) {
      throw loaded.refuse(e.key(), e.problem());
    } catch (Exception | Error e) {
      throw MaskedException.of(e, loaded.secrets());
    }
  }
}
