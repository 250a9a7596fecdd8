package dev.nightwarden.cli;

import dev.nightwarden.app.Application;
import dev.nightwarden.app.Config;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.forget.Forget;
import dev.nightwarden.guided.Conversation;
import dev.nightwarden.night.HeldException;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Amount;
import java.io.IOException;
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

/** {@code nightwarden forget}. */
@Command(
    name = "forget",
    description = {
      "Removes a person, machine or key: from every table, their older versions, landed files,"
          + " stores (CSV, PostgreSQL, OpenSearch and the like) and report pages. Where rows of"
          + " others speak of them, the name is replaced. Others' past scores stay.",
      "A keyed hash stays (forget.key of the config), so that logs that are read again do not bring"
          + " them back. The raw logs, and what notifiers have sent, are yours to delete.",
      "It cannot be undone. It may die anywhere: call it again."
    })
final class ForgetCommand implements Callable<Integer> {
  @Mixin CommonOptions common;
  @Mixin JobOptions.Wait wait;

  @Option(
      names = "--actor",
      paramLabel = "NAME",
      required = true,
      description =
          "The name, as the column actor has it, or would have it without pseudonyms; with them the"
              + " pseudonym will do. More of them for other names of the same person.")
  List<String> actors;

  @Option(names = "--dry-run", description = "Shows what would be removed, and removes nothing.")
  boolean dryRun;

  @Option(names = "--yes", description = "Asks nothing.")
  boolean yes;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Logging.configure(common.verbosity.length, common.logFile);
    if (!dryRun && !yes && !TerminalConversation.isPossible()) {
      throw new IllegalArgumentException(
          "forget removes for good, and there is no terminal to ask at: give --yes, or --dry-run to"
              + " see what there is");
    }
    if (actors.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(
          "--actor is empty; give a name as the column actor has it");
    }
    Loaded<Config> loaded = common.load();
    try (Sessions.Opened session = Sessions.open()) {
      Config config = loaded.config();
      Warehouse warehouse = new Warehouse(session.spark(), config.warehouse(), config.landing());
      Application application = new Application(config);
      Forget forget = application.forget(warehouse, actors);
      warehouse.check();
      if (dryRun || !yes) {
        show(forget.plan(warehouse));
      }
      if (dryRun) {
        return ExitCode.OK;
      }
      if (!yes && !isSure()) {
        return ExitCode.SOFTWARE;
      }
      application.run(warehouse, loaded, Version.current(), Clock.systemUTC(), forget, wait.most);
      return ExitCode.OK;
    } catch (HeldException e) {
      throw e;
    } catch (IllegalKeyException e) {
      throw loaded.refuse(e.key(), e.problem());
    } catch (Exception | Error e) {
      throw MaskedException.of(e, loaded.secrets());
    }
  }

  private void show(List<String> plan) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(plan.isEmpty() ? "nothing is known of them" : "what would be removed, now:");
    plan.forEach(line -> out.println("  " + line));
    out.flush();
  }

  private boolean isSure() throws IOException {
    try (TerminalConversation terminal = TerminalConversation.open()) {
      String answer =
          terminal.ask(
              "Forget %s for good? Type yes:".formatted(Amount.of(actors.size(), "name")), "no");
      return answer.equals("yes");
    } catch (Conversation.Ended noAnswer) {
      return false;
    }
  }
}
