package dev.nightwarden.cli;

import dev.nightwarden.app.Application;
import dev.nightwarden.app.Config;
import dev.nightwarden.app.Explain;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.enrich.GeoDatabases;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Printable;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nightwarden explain}. */
@Command(
    name = "explain",
    description = {
      "Explains one event: prints its message, the anomalies of each detector, what is"
          + " usual for its actor, and by which features the actor's forest isolates it. Writes"
          + " nothing.",
      "Exit code 1 if the event does not exist."
    })
final class ExplainCommand implements Callable<Integer> {
  private static final Pattern EVENT_ID = Pattern.compile("[0-9a-f]{32}");
  private static final int SHOWN = 60;

  @Mixin CommonOptions common;

  @Option(
      names = "--event",
      paramLabel = "ID",
      required = true,
      description = "The event_id of alerts, anomalies and malicious_events: 32 hex digits.")
  String event;

  @Option(
      names = "--date",
      paramLabel = "DATE",
      description =
          "The event's date (UTC). Searches only that date, including messages without"
              + " anomalies. Default: searches the anomalies of all dates.")
  LocalDate date;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Logging.configure(common.verbosity.length, common.logFile);
    String id = event.strip().toLowerCase(Locale.ROOT);
    if (!EVENT_ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          ("--event \"%s\" is not an event id; ids are 32 hexadecimal digits, as in the"
                      + " column event_id")
                  .formatted(Printable.printable(event, SHOWN))
              + " of alerts.csv and of the table anomalies");
    }
    Loaded<Config> loaded = common.load();
    try (Sessions.Opened session = Sessions.open()) {
      Config config = loaded.config();
      Warehouse warehouse = new Warehouse(session.spark(), config.warehouse());
      List<String> lines =
          GeoDatabases.using(
              session.spark(),
              config.geoip(),
              () -> {
                Application application = new Application(config);
                application.check(session.spark());
                warehouse.check();
                return new Explain(warehouse, application)
                    .of(id, date)
                    .orElseThrow(() -> new IllegalStateException(unknown(id, warehouse)));
              });
      PrintWriter out = spec.commandLine().getOut();
      lines.forEach(line -> out.println(loaded.secrets().mask(line)));
      out.flush();
      return ExitCode.OK;
    } catch (IllegalKeyException e) {
      throw loaded.refuse(e.key(), e.problem());
    } catch (Exception | Error e) {
      throw MaskedException.of(e, loaded.secrets());
    }
  }

  private String unknown(String id, Warehouse warehouse) {
    return date == null
        ? ("there is no anomaly of event %s in %s; give --date to search all messages of its"
                + " date, or the --config of another warehouse")
            .formatted(id, warehouse.location())
        : "there is no event %s on %s in %s; without --date the anomalies of all dates are searched"
            .formatted(id, date, warehouse.location());
  }
}
