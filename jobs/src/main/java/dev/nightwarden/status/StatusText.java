package dev.nightwarden.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.nightwarden.table.TableSize;
import dev.nightwarden.value.Amount;
import dev.nightwarden.value.Printable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A status as lines for a terminal, or as JSON with keys in snake_case. */
public final class StatusText {
  private static final int SHOWN = 120;
  private static final List<String> UNITS = List.of("B", "KB", "MB", "GB", "TB");

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          // Logs are quoted in it, and it may be shown at a terminal.
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addSerializer(LocalDate.class, ToStringSerializer.instance))
          .build();

  private StatusText() {}

  /** One JSON object: the components of {@link WarehouseStatus}, times in ISO 8601 UTC. */
  public static String json(WarehouseStatus status) {
    try {
      return JSON.writeValueAsString(status);
    } catch (JsonProcessingException never) {
      throw new IllegalStateException(never);
    }
  }

  /** What to show, in lines. */
  public static List<String> lines(WarehouseStatus status) {
    List<String> lines = new ArrayList<>();
    lines.add("Warehouse " + shown(status.warehouse()));
    if (status.holder() != null) {
      lines.add("Run %s works on it now".formatted(status.holder()));
    }
    section(lines, "Last runs (UTC)", status.runs().stream().map(StatusText::run).toList());
    section(
        lines, "Transports", status.transports().stream().map(lag -> lag(status, lag)).toList());
    section(lines, "Rejects", status.rejects().stream().map(StatusText::refused).toList());
    section(lines, "Forests", status.forests().stream().map(StatusText::trees).toList());
    section(
        lines,
        "Tables, and what they grew by in %d days, or since they are known"
            .formatted(StatusOf.PERIOD.toDays()),
        status.tables().stream().map(StatusText::growth).toList());
    section(
        lines,
        "What to do",
        status.advice().isEmpty()
            ? List.of("nothing")
            : status.advice().stream()
                .map(one -> "%s: %s -> %s".formatted(one.about(), one.what(), one.remedy()))
                .toList());
    return lines;
  }

  private static void section(List<String> lines, String title, List<String> content) {
    if (!content.isEmpty()) {
      lines.add("");
      lines.add(title);
      content.forEach(line -> lines.add("  " + line));
    }
  }

  private static String run(WarehouseStatus.Run run) {
    return "%s  %-11s %-9s %9.1f s  %s, %s, %s%s"
        .formatted(
            minute(run.startedAt()),
            run.command(),
            run.status(),
            run.seconds(),
            Amount.of(count(run, "ingest.messages"), "message"),
            Amount.of(count(run, "ingest.rejects"), "reject"),
            Amount.of(count(run, "investigate.malicious_events"), "malicious event"),
            run.error() == null ? "" : "; " + shown(run.error()));
  }

  private static long count(WarehouseStatus.Run run, String name) {
    return run.counts().getOrDefault(name, 0L);
  }

  private static String lag(WarehouseStatus status, WarehouseStatus.Lag lag) {
    String event =
        lag.newestEvent() == null
            ? "no event"
            : "newest event %s, %s ago"
                .formatted(
                    minute(lag.newestEvent()), Advisor.words(Duration.ofSeconds(lag.lagSeconds())));
    String file =
        lag.newestFile() == null
            ? "no file"
            : "newest of %s %s ago"
                .formatted(
                    Amount.of(lag.files(), "file"),
                    Advisor.words(Duration.between(lag.newestFile(), status.at())));
    return "%-20s %s; %s".formatted(lag.transport(), event, file);
  }

  private static String refused(WarehouseStatus.Refused refused) {
    return "%-20s %d, %d of them in 7 days: %s"
        .formatted(
            refused.transport(), refused.records(), refused.recent(), shown(refused.reason()));
  }

  private static String trees(WarehouseStatus.Trees trees) {
    return trees.trainedFor() == null
        ? "%-20s none yet".formatted(trees.profile())
        : "%-20s trained for %s: %s, %d of them without a forest"
            .formatted(
                trees.profile(),
                trees.trainedFor(),
                Amount.of(trees.actors(), "actor"),
                trees.without());
  }

  private static String growth(WarehouseStatus.Growth growth) {
    TableSize size = growth.size();
    TableSize grown = growth.grown();
    return "%-20s %14s %-4s %11s %8d %-5s   %s %s, %s, %+d %s"
        .formatted(
            growth.table(),
            size.rows() == null ? "?" : "%,d".formatted(size.rows()),
            rows(size),
            bytes(size.bytes()),
            size.files(),
            files(size),
            grown.rows() == null ? "?" : "%+,d".formatted(grown.rows()),
            rows(grown),
            (grown.bytes() < 0 ? "-" : "+") + bytes(Math.abs(grown.bytes())),
            grown.files(),
            files(grown));
  }

  private static String rows(TableSize size) {
    return size.rows() == null ? "rows" : Amount.noun(size.rows(), "row", "rows");
  }

  private static String files(TableSize size) {
    return Amount.noun(size.files(), "file", "files");
  }

  private static String bytes(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= 1000 && unit < UNITS.size() - 1) {
      amount /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", amount, UNITS.get(unit));
  }

  private static String minute(Instant time) {
    return time.truncatedTo(ChronoUnit.MINUTES).toString().replace(":00Z", "").replace('T', ' ');
  }

  private static String shown(String text) {
    return Printable.printable(text, SHOWN);
  }
}
