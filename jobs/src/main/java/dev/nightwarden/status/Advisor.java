package dev.nightwarden.status;

import dev.nightwarden.value.Amount;
import dev.nightwarden.value.Printable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** What to do about what was found. */
final class Advisor {
  /** A night that is left out is not told of; the second is. */
  private static final Duration LONGEST_SILENCE = Duration.ofHours(50);

  /** A backfill that gives way to others comes again sooner, unless they work. */
  private static final Duration LONGEST_GAP = Duration.ofMinutes(2);

  /** From so many files on, of less than so many bytes each, they are worth bringing together. */
  private static final long MANY_FILES = 200;

  private static final long SMALL_FILE = 4L << 20;
  private static final int SHOWN = 300;

  private final WarehouseStatus status;
  private final List<WarehouseStatus.Advice> all = new ArrayList<>();

  private Advisor(WarehouseStatus status) {
    this.status = status;
  }

  static List<WarehouseStatus.Advice> on(WarehouseStatus status) {
    Advisor advisor = new Advisor(status);
    advisor.onRuns();
    advisor.onDates();
    advisor.onTransports();
    advisor.onFiles();
    advisor.onRejects();
    advisor.onForests();
    advisor.onTables();
    advisor.onForgetting();
    return List.copyOf(advisor.all);
  }

  private void add(String about, String what, String remedy) {
    all.add(new WarehouseStatus.Advice(about, what, remedy));
  }

  private void onRuns() {
    if (status.runs().isEmpty()) {
      add("runs", "there was no run yet", "nightwarden run");
      return;
    }
    WarehouseStatus.Run last = status.runs().get(0);
    if (status.holder() != null) {
      return;
    }
    switch (last.status()) {
      case "failed" ->
          add(
              "runs",
              "the last %s failed: %s".formatted(last.command(), shown(last.error())),
              "mend what it says, then nightwarden run: it does what was left");
      case "running", "died" ->
          add(
              "runs",
              "the last %s ended without finishing".formatted(last.command()),
              "nightwarden run: it does what was left");
      case "waiting" -> {
        if (!isGivingWay(last)) {
          add(
              "runs",
              "the last backfill gave way to other runs and did not go on",
              "nightwarden run: it does what was left");
        }
      }
      default -> {
        Duration since = Duration.between(last.startedAt(), status.at());
        if (since.compareTo(LONGEST_SILENCE) > 0) {
          add(
              "runs",
              "the last run began %s ago".formatted(words(since)),
              "if there should be one each night, look at what starts them; nightwarden run reads"
                  + " all that is new since");
        }
      }
    }
  }

  /** Whether it is a backfill that will be back in a moment. */
  private boolean isGivingWay(WarehouseStatus.Run run) {
    Instant written = run.startedAt().plusMillis(Math.round(run.seconds() * 1000));
    return run.status().equals("waiting")
        && Duration.between(written, status.at()).compareTo(LONGEST_GAP) <= 0;
  }

  private void onDates() {
    NavigableSet<LocalDate> waiting = new TreeSet<>();
    status.pending().values().forEach(waiting::addAll);
    boolean isLeft =
        status.holder() == null && status.runs().stream().limit(1).noneMatch(this::isGivingWay);
    if (!waiting.isEmpty() && isLeft) {
      add(
          "dates",
          "%s for %s"
              .formatted(
                  Amount.of(waiting.size(), "date waits", "dates wait"),
                  String.join(", ", status.pending().keySet())),
          "nightwarden run");
    }
    if (!status.stale().isEmpty()) {
      add(
          "dates",
          "%s, from %s to %s, %s on a history that has changed since"
              .formatted(
                  Amount.of(status.stale().size(), "stale date"),
                  status.stale().first(),
                  status.stale().last(),
                  Amount.noun(status.stale().size(), "rests", "rest")),
          "nightwarden run --from " + status.stale().first());
    }
  }

  private void onTransports() {
    for (WarehouseStatus.Lag lag : status.transports()) {
      String about = "transports." + lag.transport();
      if (lag.lagSeconds() == null) {
        add(
            about,
            "it has given no message",
            "nightwarden validate says what it finds; nightwarden run reads it");
      } else if (lag.lagSeconds() > LONGEST_SILENCE.toSeconds()) {
        add(
            about,
            "its newest event is %s old".formatted(words(Duration.ofSeconds(lag.lagSeconds()))),
            "see whether its source still writes, and whether path names all of its files");
      }
    }
  }

  private void onFiles() {
    for (WarehouseStatus.Unread unread : status.files()) {
      String about = "transports." + unread.transport();
      String what =
          "%s %s, such as %s"
              .formatted(
                  Amount.of(unread.files(), "file is", "files are"),
                  unread.status(),
                  shown(unread.example()));
      switch (unread.status()) {
        case "held" ->
            add(
                about,
                what,
                "fix the config, then nightwarden ingest --retry; or leave them out with exclude");
        case "broken" -> add(about, what, "deliver them again whole: they are read again");
        case "unreadable" ->
            add(about, what, "see whether this user may read them: each run tries again");
        default -> {
          // Some of it was too new: the next run reads it.
        }
      }
    }
  }

  private void onRejects() {
    for (WarehouseStatus.Refused refused : status.rejects()) {
      if (refused.recent() > 0) {
        add(
            "transports." + refused.transport(),
            "%s in 7 days: %s"
                .formatted(Amount.of(refused.recent(), "reject"), shown(refused.reason())),
            "the table rejects has their text; fix the transport, then nightwarden validate");
      }
    }
  }

  private void onForests() {
    for (WarehouseStatus.Trees trees : status.forests()) {
      String about = "profiles." + trees.profile();
      if (trees.trainedFor() == null) {
        add(about, "it has no forest yet", "nightwarden run grows them once there are messages");
      } else if (trees.without() > 0) {
        add(
            about,
            "%d of %s %s too few events for a forest"
                .formatted(
                    trees.without(),
                    Amount.of(trees.actors(), "actor"),
                    Amount.noun(trees.without(), "has", "have")),
            "nothing, if they are new; else lower forest.min_events, or set history higher");
      }
    }
  }

  private void onTables() {
    for (WarehouseStatus.Growth table : status.tables()) {
      if (table.size().files() >= MANY_FILES
          && table.size().bytes() / table.size().files() < SMALL_FILE) {
        add(
            "tables." + table.table(),
            "its %d files hold %d KB each"
                .formatted(
                    table.size().files(), table.size().bytes() / table.size().files() / 1024),
            "nightwarden maintain brings them together");
      }
    }
  }

  private void onForgetting() {
    if (status.halfForgotten() > 0 && status.holder() == null) {
      add(
          "forget",
          "of %s something may be left, as forgetting them was not finished"
              .formatted(Amount.of(status.halfForgotten(), "name")),
          "nightwarden forget with the same --actor");
    }
  }

  private static String shown(String text) {
    return Printable.printable(text, SHOWN);
  }

  /** A time in the unit that says most: {@code 3 days}, {@code 5 hours}. */
  static String words(Duration time) {
    if (time.toDays() >= 2) {
      return Amount.of(time.toDays(), "day");
    }
    if (time.toHours() >= 2) {
      return Amount.of(time.toHours(), "hour");
    }
    return time.toMinutes() >= 2
        ? Amount.of(time.toMinutes(), "minute")
        : Amount.of(Math.max(0, time.toSeconds()), "second");
  }
}
