package dev.nightwarden.validate;

import static dev.nightwarden.table.Columns.EVENT_DATE;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import dev.nightwarden.ingest.Reasons;
import dev.nightwarden.ingest.Sample;
import dev.nightwarden.pipeline.Notes;
import dev.nightwarden.value.Amount;
import org.apache.spark.sql.Row;

/** What the records of a transport become, and which of its files would fail a night. */
record TransportLook(String name, Sample sample, Sample.Bounds bounds) {
  private static final long MEGABYTE = 1 << 20;

  void tell(Notes notes) {
    String key = "transports." + name;
    Row row =
        sample
            .messages()
            .agg(count(lit(1)), min(EVENT_DATE).cast("string"), max(EVENT_DATE).cast("string"))
            .first();
    long messages = row.getLong(0);
    Reasons refused = sample.refused();
    String rest =
        (refused.records() == 0
                ? ""
                : "; %d refused: %s".formatted(refused.records(), refused.words()))
            + (sample.skipped() == 0
                ? ""
                : "; %s skipped, which the pattern does not match"
                    .formatted(Amount.of(sample.skipped(), "line")));
    if (messages == 0) {
      notes.line("%s: no message in the sample%s".formatted(key, rest));
    } else {
      notes.line(
          "%s: %s in the sample, from %s to %s%s"
              .formatted(key, Amount.of(messages, "message"), row.get(1), row.get(2), rest));
    }
    sample.placed().ifPresent(words -> notes.line("%s.geoip: %s".formatted(key, words)));
    tellBounds(key, notes);
    notes.problems(
        key,
        sample.held(),
        file ->
            ("a run would hold back %s: %s; fix the config, allow more with"
                    + " max_reject_share, or leave the file out with exclude")
                .formatted(file.path(), file.why()));
    notes.problems(
        key,
        sample.broken(),
        file ->
            "a run would process everything else and then fail: %s is truncated or damaged"
                .formatted(file));
    notes.problems(
        key,
        sample.unreadable(),
        file ->
            "a run would process everything else and then fail: %s cannot be opened"
                .formatted(file));
    if (messages == 0 && sample.held().isEmpty()) {
      notes.problem(
          (sample.records() == 0
                  ? "%s: there is no record%s"
                  : "%s: no record of the sample became a message%s")
              .formatted(key, rest));
    }
  }

  private void tellBounds(String key, Notes notes) {
    if (sample.leftOut() > 0) {
      notes.line(
          "%s: the sample is the newest %s, within %s; %s not read"
              .formatted(
                  key,
                  Amount.of(sample.looked(), "file"),
                  Amount.of(bounds.bytes() / MEGABYTE, "megabyte"),
                  Amount.of(sample.leftOut(), "older is", "older are")));
    }
    long cut = sample.cut();
    if (cut > 0) {
      notes.line(
          "%s: %s read in part: the first %s"
              .formatted(
                  key,
                  Amount.of(cut, "file is", "files are"),
                  Amount.of(bounds.records(), "record")));
    }
  }
}
