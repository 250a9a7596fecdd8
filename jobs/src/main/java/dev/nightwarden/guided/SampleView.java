package dev.nightwarden.guided;

import dev.nightwarden.ingest.Glance;
import dev.nightwarden.value.Amount;
import dev.nightwarden.value.FieldPath;
import dev.nightwarden.value.Printable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Shows a draft: what it would read, and what it would watch; lines fit for a terminal. */
final class SampleView {
  private static final int ROWS = 5;
  private static final int WIDEST = 22;
  private static final int SHOWN = 200;

  private SampleView() {}

  /** A draft in a few lines, and some of the records as it reads them. */
  static List<String> of(LogDraft draft, int width) {
    List<String> lines = new ArrayList<>();
    LogDraft.LogSample sample = draft.sample();
    lines.add(
        "%s: %s, %s"
            .formatted(draft.name(), Amount.of(draft.files(), "file"), draft.format().words()));
    lines.add("  path     " + draft.path());
    if (draft.time() == null) {
      lines.add("  time     no field looks like the time of an event, so it is left out");
      return printable(lines);
    }
    lines.add("  records  " + records(sample));
    lines.add("  time     " + time(draft));
    lines.add("  actor    " + actor(draft));
    if (draft.matches() != null) {
      lines.add("  only     " + draft.matches());
    }
    if (draft.address() != null) {
      lines.add("  address  " + draft.address());
    }
    lines.add(
        "  id       " + (draft.id() == null ? "none; a record's content is its id" : draft.id()));
    lines.add(
        "  watches  "
            + (draft.watches().isEmpty()
                ? "nothing that varies in a way worth watching"
                : draft.watches().stream()
                    .map(SampleView::watch)
                    .collect(Collectors.joining(", "))));
    lines.addAll(table(draft, width));
    return printable(lines);
  }

  private static List<String> printable(List<String> lines) {
    return lines.stream().map(line -> Printable.printable(line, 2 * SHOWN)).toList();
  }

  private static String records(LogDraft.LogSample sample) {
    long refused = sample.allRefused();
    return "%s read%s%s%s"
        .formatted(
            Amount.of(sample.messages(), "record"),
            sample.isPart() ? " of the newest" : "",
            refused == 0 ? "" : ", %d refused (%s)".formatted(refused, sample.why()),
            sample.skipped() == 0
                ? ""
                : ", %s passed over".formatted(Amount.of(sample.skipped(), "other line")));
  }

  private static String time(LogDraft draft) {
    TimeGuess.Candidate time = draft.time();
    String zone =
        time.isZoned()
            ? ""
            : time.zone() == null ? ", in UTC as no zone is named" : ", zone " + time.zone();
    var dates = draft.sample().dates();
    String span = dates.isEmpty() ? "" : ", %s to %s".formatted(dates.first(), dates.last());
    String rivals =
        time.isAmbiguous() ? "; it can also be read as " + String.join(" or ", time.rivals()) : "";
    String others =
        draft.times().stream()
            .map(TimeGuess.Candidate::path)
            .filter(path -> !path.equals(time.path()))
            .limit(3)
            .collect(Collectors.joining(", "));
    return "%s (%s%s)%s%s%s"
        .formatted(
            time.path(),
            time.form(),
            zone,
            span,
            rivals,
            others.isEmpty() ? "" : "; also: " + others);
  }

  private static String actor(LogDraft draft) {
    RoleGuess.Actor actor = draft.actor();
    if (actor == null) {
      return "nobody: no field says who did it";
    }
    return "%s, %s%s"
        .formatted(
            actor.path(),
            Amount.of(actor.actors(), "different one"),
            actor.sql() == null ? "" : "; " + actor.sql());
  }

  private static String watch(WatchGuess.Watch watch) {
    return watch.coverage() < 0.995
        ? String.format(
            Locale.ROOT, "%s (%d, in %.0f%%)", watch.path(), watch.values(), 100 * watch.coverage())
        : "%s (%d)".formatted(watch.path(), watch.values());
  }

  private static List<String> table(LogDraft draft, int width) {
    Set<String> paths = new LinkedHashSet<>();
    paths.add(draft.time().path());
    if (draft.actor() != null) {
      paths.add(draft.actor().path());
    }
    draft.watches().forEach(watch -> paths.add(watch.path()));
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.copyOf(paths));
    for (Glance.Raw raw : SampledRecords.spread(watched(draft), ROWS)) {
      Map<String, Object> tree = SampledRecords.tree(raw.json());
      rows.add(
          paths.stream()
              .map(path -> tree == null ? null : FieldPath.of(path).find(tree))
              .map(value -> value == null ? "" : value.toString())
              .toList());
    }
    return aligned(rows, width);
  }

  private static List<Glance.Raw> watched(LogDraft draft) {
    List<Glance.Raw> watched = new ArrayList<>();
    for (int i = 0; i < draft.sample().raw().size(); i++) {
      Glance.Raw raw = draft.sample().raw().get(i);
      if (draft.sample().outcomes().get(i).time() != null) {
        watched.add(raw);
      }
    }
    if (draft.unless() == null) {
      return watched;
    }
    FieldPath mark = FieldPath.of(draft.unless());
    return SampledRecords.spread(watched, 1_000).stream()
        .filter(
            raw -> {
              Map<String, Object> tree = SampledRecords.tree(raw.json());
              return tree != null && mark.find(tree) == null;
            })
        .toList();
  }

  /** Rows in columns that fit a width; the first row is a heading. */
  static List<String> aligned(List<List<String>> rows, int width) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], Math.min(WIDEST, shown(row.get(i)).length()));
      }
    }
    List<String> lines = new ArrayList<>();
    for (int r = 0; r < rows.size(); r++) {
      StringBuilder line = new StringBuilder(" ");
      StringBuilder rule = new StringBuilder(" ");
      for (int i = 0; i < columns && line.length() + widths[i] + 2 <= width; i++) {
        line.append(' ')
            .append(String.format("%-" + Math.max(1, widths[i]) + "s", shown(rows.get(r).get(i))))
            .append(' ');
        rule.append(' ').append("-".repeat(Math.max(1, widths[i]))).append(' ');
      }
      lines.add(line.toString().stripTrailing());
      if (r == 0) {
        lines.add(rule.toString().stripTrailing());
      }
    }
    return lines;
  }

  private static String shown(String cell) {
    return Printable.printable(cell, WIDEST - 1);
  }
}
