package dev.nightwarden.cli;

import dev.nightwarden.app.Application;
import dev.nightwarden.app.Config;
import dev.nightwarden.config.Loaded;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Amount;
import dev.nightwarden.value.Printable;
import dev.nightwarden.verdict.GivenVerdict;
import dev.nightwarden.verdict.Opinion;
import dev.nightwarden.verdict.Scope;
import dev.nightwarden.verdict.VerdictBook;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nightwarden verdict}. */
@Command(
    name = "verdict",
    description = {
      "Says what you know of a finding: an event, an alert or an investigation, by its id."
          + " The next run takes it up: what is benign loses its points, is no longer malicious, and"
          + " its alert is gone. Nothing is deleted; tables keep every anomaly.",
      "malicious takes the messages of an event, or all that the actor did in the windows of an"
          + " alert or an investigation, out of the histories of later dates, which are scored again"
          + " as after late messages; no rule (suppress) and no wider verdict excuses its events."
          + " unsure withdraws what was said of the same finding before. Of several the last holds.",
      "Works beside a run, also beside a watch. Exit code 1 if there is no finding of that id;"
          + " nothing is written down then, nor of a file with one such line."
    },
    footer = {
      "",
      "Scopes, of a benign verdict:",
      "  event            the event, or the events of the alert or investigation",
      "  value            their values, whenever the actor shows them again (the default);",
      "                   what has no value, as a forest's finding, is judged as an event",
      "  value-for-peers  their values, whoever of the actor's peers shows them",
      "  actor            whatever the actor does: give --until",
      "",
      "  nightwarden verdict 3f2a... benign --note \"new laptop\"",
      "  nightwarden verdict 3f2a... benign --scope actor --until 2026-12-24 --note \"pentest\"",
      "  nightwarden verdict 3f2a... unsure                    takes it back",
      "  nightwarden verdict --file verdicts.csv               id,verdict,scope,from,until,by,note",
      "  nightwarden verdict --list                            the verdicts in force"
    })
final class VerdictCommand implements Callable<Integer> {
  private static final int SHOWN = 200;
  private static final int MOST_LISTED = 1_000;

  @Mixin CommonOptions common;

  @Parameters(
      paramLabel = "ID",
      index = "0",
      arity = "0..1",
      description = "An event_id, alert_id or investigation_id: 32 hexadecimal digits.")
  String id;

  @Parameters(
      paramLabel = "VERDICT",
      index = "1",
      arity = "0..1",
      converter = VerdictWords.Opinions.class,
      description = "benign, malicious or unsure.")
  Opinion opinion;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      converter = VerdictWords.Scopes.class,
      description = "What a benign verdict covers: see below. Default: value.")
  Scope scope;

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description = "The first event date that it holds for. Default: the finding's own.")
  LocalDate from;

  @Option(
      names = "--until",
      paramLabel = "DATE",
      description = "The last event date that it holds for. Default: it has no end.")
  LocalDate until;

  @Option(
      names = "--by",
      paramLabel = "WHO",
      description = "Who says so. Default: the user of the operating system.")
  String by;

  @Option(names = "--note", paramLabel = "TEXT", description = "Why, for those who come later.")
  String note;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description =
          "Verdicts as CSV with a header: id and verdict, and if you like scope, from, until, by"
              + " and note. All of them are taken, or none.")
  Path file;

  @Option(names = "--list", description = "Shows the verdicts in force; writes nothing.")
  boolean list;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Logging.configure(common.verbosity.length, common.logFile);
    checkUsage();
    // What is wrong with them need not wait for Spark.
    List<GivenVerdict> given = given();
    Loaded<Config> loaded = common.load();
    try (Sessions.Opened session = Sessions.open()) {
      Config config = loaded.config();
      Warehouse warehouse = new Warehouse(session.spark(), config.warehouse());
      new Application(config).check(session.spark());
      warehouse.check();
      VerdictBook book = new VerdictBook(warehouse);
      PrintWriter out = spec.commandLine().getOut();
      if (list) {
        list(book).forEach(line -> out.println(loaded.secrets().mask(line)));
      } else {
        Map<String, String> covered = book.add(given, Clock.systemUTC().instant());
        covered.forEach((about, what) -> out.println("%s: %s".formatted(about, what)));
        out.println("The next run judges the dates that this changes again.");
      }
      out.flush();
      return ExitCode.OK;
    } catch (IllegalKeyException e) {
      throw loaded.refuse(e.key(), e.problem());
    } catch (Exception | Error e) {
      throw MaskedException.of(e, loaded.secrets());
    }
  }

  private void checkUsage() {
    boolean isOne = id != null || opinion != null;
    if (Stream.of(isOne, file != null, list).filter(Boolean::booleanValue).count() != 1) {
      throw new IllegalArgumentException(
          "give an ID and a VERDICT (benign, malicious, unsure), or --file FILE, or --list");
    }
    if (isOne && opinion == null) {
      throw new IllegalArgumentException(
          "the verdict is missing; after the ID give benign, malicious or unsure");
    }
    boolean hasMore = Stream.of(scope, from, until, note).anyMatch(one -> one != null);
    if (!isOne && hasMore) {
      throw new IllegalArgumentException(
          "--scope, --from, --until and --note go with one ID; a file has columns for them");
    }
  }

  private List<GivenVerdict> given() {
    String who = by == null ? System.getProperty("user.name") : by;
    if (list) {
      return List.of();
    }
    return file == null
        ? List.of(new GivenVerdict(id, opinion, scope, from, until, who, note))
        : VerdictFile.read(file, who);
  }

  private static List<String> list(VerdictBook book) {
    List<String> lines = new ArrayList<>();
    for (Row row :
        book.inForce()
            .selectExpr(
                "date_format(given, 'yyyy-MM-dd HH:mm')",
                "verdict",
                "scope",
                "about",
                "coalesce(actor, '')",
                "cast(from_date as string)",
                "coalesce(cast(until_date as string), '')",
                "given_by",
                "coalesce(note, '')",
                "covered")
            .limit(MOST_LISTED + 1)
            .collectAsList()) {
      lines.add(
          "%s  %s %s by %s: %s, %s, %s from %s%s%s"
              .formatted(
                  row.getString(0),
                  row.getString(1),
                  row.getString(3),
                  Printable.printable(row.getString(7), SHOWN),
                  Printable.printable(row.getString(4), SHOWN),
                  row.getString(2),
                  Amount.of(row.getLong(9), "row"),
                  row.getString(5),
                  row.getString(6).isEmpty() ? "" : " to " + row.getString(6),
                  row.getString(8).isEmpty()
                      ? ""
                      : ": " + Printable.printable(row.getString(8), SHOWN)));
    }
    if (lines.isEmpty()) {
      lines.add("no verdict is in force");
    } else if (lines.size() > MOST_LISTED) {
      lines.set(MOST_LISTED, "... and more, in the table verdicts");
    }
    return lines;
  }
}
