package dev.nightwarden.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightwarden.night.RunRecord;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Leaves the figures of each run in files, for those who watch over it. */
public final class RunMetrics {
  private static final String LAST_SUCCESS = "nightwarden_run_last_success_timestamp_seconds";
  private static final Pattern SUCCESS =
      Pattern.compile(
          Pattern.quote(LAST_SUCCESS) + "\\{.*command=\"([a-z]{1,20})\"} (\\d{1,12}(?:\\.\\d+)?)");
  private static final JsonMapper JSON = new JsonMapper();

  private final MetricsSettings settings;
  private final Warehouse warehouse;
  private final Collection<String> transports;
  private Map<String, Instant> newest;

  /**
   * @param transports the names of those in the config
   */
  public RunMetrics(MetricsSettings settings, Warehouse warehouse, Collection<String> transports) {
    this.settings = settings;
    this.warehouse = warehouse;
    this.transports = List.copyOf(transports);
  }

  /**
   * Writes the figures of a run that has ended. One that found nothing to do in a watch adds no
   * line of JSON.
   *
   * @throws IllegalStateException if a file cannot be written, naming its key and what is wrong
   */
  public void write(RunRecord run, Instant now) {
    Map<String, Double> lag = Map.of();
    RuntimeException unknown = null;
    try {
      lag = lag(run, now);
    } catch (RuntimeException e) {
      // What made the run fail may be that the tables cannot be read.
      unknown = e;
    }
    write(run, now, lag);
    if (unknown != null) {
      throw unknown;
    }
  }

  private void write(RunRecord run, Instant now, Map<String, Double> lag) {
    if (settings.json() != null && !run.isIdle()) {
      written("json", settings.json(), file -> append(file, line(run, now, lag)));
    }
    if (settings.prometheus() != null) {
      written("prometheus", settings.prometheus(), file -> replace(file, run, now, lag));
    }
  }

  /** By transport, the seconds from its newest event to now. */
  private Map<String, Double> lag(RunRecord run, Instant now) {
    if (newest == null || !run.isIdle()) {
      newest = NewestEvents.of(warehouse, transports);
    }
    Map<String, Double> lag = new TreeMap<>();
    newest.forEach(
        (transport, event) -> lag.put(transport, Duration.between(event, now).toMillis() / 1000.0));
    return lag;
  }

  private interface Writing {
    void to(Path file) throws IOException;
  }

  private static void written(String key, String name, Writing writing) {
    Path file = Path.of(name).toAbsolutePath();
    try {
      Files.createDirectories(file.getParent());
      writing.to(file);
    } catch (IOException e) {
      throw new IllegalStateException(
          "metrics.%s %s cannot be written (%s): name another file, or make its folder writable"
              .formatted(key, name, e),
          e);
    }
  }

  private String line(RunRecord run, Instant now, Map<String, Double> lag) {
    ObjectNode line = JSON.createObjectNode();
    line.put("run_id", run.runId());
    line.put("warehouse", warehouse.location());
    line.put("command", run.request().job().key());
    line.put("started_at", run.startedAt().toString());
    line.put("ended_at", now.toString());
    line.put("seconds", seconds(run, now));
    line.put("status", run.status());
    line.put("error", run.error());
    ArrayNode dates = line.putArray("dates");
    run.dates().forEach(date -> dates.add(date.toString()));
    ObjectNode counts = line.putObject("counts");
    run.counts().forEach(counts::put);
    ObjectNode steps = line.putObject("step_seconds");
    run.stepSeconds().forEach(steps::put);
    ObjectNode lags = line.putObject("lag_seconds");
    lag.forEach(lags::put);
    line.put("rejects", count(run, "ingest.rejects"));
    line.put("malicious_events", count(run, "investigate.malicious_events"));
    line.put("stale_dates", run.stale());
    line.put("pending_dates", run.pending());
    return line.toString();
  }

  private static long count(RunRecord run, String name) {
    return run.counts().getOrDefault(name, 0L);
  }

  private static double seconds(RunRecord run, Instant now) {
    return Duration.between(run.startedAt(), now).toMillis() / 1000.0;
  }

  /** In one write; what a process left unfinished that died in one stays a line of its own. */
  private static void append(Path file, String line) throws IOException {
    String begin = endsWithin(file) ? "\n" : "";
    Files.write(
        file,
        (begin + line + "\n").getBytes(UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static boolean endsWithin(Path file) throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      return false;
    }
    try (RandomAccessFile there = new RandomAccessFile(file.toFile(), "r")) {
      there.seek(there.length() - 1);
      return there.read() != '\n';
    }
  }

  private void replace(Path file, RunRecord run, Instant now, Map<String, Double> lag)
      throws IOException {
    Path aside = file.resolveSibling("." + file.getFileName() + ".tmp");
    Files.writeString(aside, gauges(run, now, lag, successes(file)));
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** By command, when it last succeeded, as the file says that is to be replaced. */
  private static Map<String, Double> successes(Path file) throws IOException {
    Map<String, Double> successes = new TreeMap<>();
    if (Files.exists(file)) {
      for (String line : Files.readString(file).lines().toList()) {
        Matcher success = SUCCESS.matcher(line);
        if (success.matches()) {
          successes.put(success.group(1), Double.parseDouble(success.group(2)));
        }
      }
    }
    return successes;
  }

  private String gauges(
      RunRecord run, Instant now, Map<String, Double> lag, Map<String, Double> successes) {
    boolean succeeded = run.status().equals("succeeded");
    String command = run.request().job().key();
    if (succeeded) {
      successes.put(command, now.toEpochMilli() / 1000.0);
    }
    Map<String, String> all = Map.of("warehouse", warehouse.location());
    Map<String, String> labels = PrometheusText.with(all, "command", command);
    PrometheusText text = new PrometheusText();
    one(
        text,
        "nightwarden_run_success",
        "Whether the last run did all it was asked for: 1, or 0.",
        labels,
        succeeded ? 1 : 0);
    text.gauge(LAST_SUCCESS, "When a run of the command last succeeded, in seconds since 1970.");
    successes.forEach(
        (of, at) -> text.sample(LAST_SUCCESS, PrometheusText.with(all, "command", of), at));
    one(
        text,
        "nightwarden_run_end_timestamp_seconds",
        "When the last run ended, in seconds since 1970.",
        labels,
        now.toEpochMilli() / 1000.0);
    one(
        text,
        "nightwarden_run_duration_seconds",
        "How long the last run took.",
        labels,
        seconds(run, now));
    String stage = "nightwarden_run_stage_duration_seconds";
    text.gauge(stage, "How long each stage of the last run took.");
    run.stepSeconds()
        .forEach((of, took) -> text.sample(stage, PrometheusText.with(labels, "stage", of), took));
    String items = "nightwarden_run_items";
    text.gauge(items, "What each stage of the last run counted, as in the column counts of runs.");
    run.counts()
        .forEach((of, number) -> text.sample(items, PrometheusText.with(labels, "of", of), number));
    one(
        text,
        "nightwarden_run_rejects",
        "Records that the last run refused.",
        labels,
        (double) count(run, "ingest.rejects"));
    one(
        text,
        "nightwarden_run_malicious_events",
        "Anomalies that the last run found malicious.",
        labels,
        (double) count(run, "investigate.malicious_events"));
    one(
        text,
        "nightwarden_stale_dates",
        "Dates whose scores rest on a history that has changed since.",
        all,
        run.stale());
    one(
        text,
        "nightwarden_pending_dates",
        "Dates that wait for a stage, as after a run that failed.",
        all,
        run.pending());
    String behind = "nightwarden_transport_lag_seconds";
    text.gauge(behind, "From the newest event of a transport to the end of the last run.");
    lag.forEach(
        (of, seconds) -> text.sample(behind, PrometheusText.with(all, "transport", of), seconds));
    return text.toString();
  }

  private static void one(
      PrometheusText text, String name, String help, Map<String, String> labels, double value) {
    text.gauge(name, help).sample(name, labels, value);
  }
}
