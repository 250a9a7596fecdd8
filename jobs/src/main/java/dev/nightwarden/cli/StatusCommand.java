package dev.nightwarden.cli;

import dev.nightwarden.app.Config;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.status.StatusOf;
import dev.nightwarden.status.StatusText;
import dev.nightwarden.status.WarehouseStatus;
import dev.nightwarden.table.Warehouse;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nightwarden status}. */
@Command(
    name = "status",
    description = {
      "Shows how the warehouse is: the last runs, stale dates, how far each transport is behind,"
          + " how tables grow, actors without a forest, rejects; and what to do about each."
          + " Writes nothing, and can be asked while a run works."
    })
final class StatusCommand implements Callable<Integer> {
  @Mixin CommonOptions common;

  @Option(names = "--json", description = "Prints one JSON object.")
  boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Logging.configure(common.verbosity.length, common.logFile);
    Loaded<Config> loaded = common.load();
    try (Sessions.Opened session = Sessions.open()) {
      Config config = loaded.config();
      Warehouse warehouse = new Warehouse(session.spark(), config.warehouse());
      warehouse.check();
      WarehouseStatus status =
          new StatusOf(
                  warehouse,
                  List.copyOf(config.transports().keySet()),
                  config.profiles().entrySet().stream()
                      .filter(profile -> profile.getValue().forest() != null)
                      .map(profile -> profile.getKey())
                      .toList(),
                  Clock.systemUTC())
              .look();
      PrintWriter out = spec.commandLine().getOut();
      List<String> lines = json ? List.of(StatusText.json(status)) : StatusText.lines(status);
      lines.forEach(line -> out.println(loaded.secrets().mask(line)));
      out.flush();
      return ExitCode.OK;
    } catch (IllegalKeyException e) {
      throw loaded.refuse(e.key(), e.problem());
    } catch (Exception | Error e) {
      throw MaskedException.of(e, loaded.secrets());
    }
  }
}
