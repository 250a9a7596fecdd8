package dev.nightwarden.train;

import dev.nightwarden.pipeline.Explained;
import dev.nightwarden.value.Amount;
import dev.nightwarden.value.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** What the forest of an event's actor has to say of it, for a person at a terminal. */
record ForestExplanation(ProfileForests forests, Explained event) {
  private static final int LONGEST_REASON = 1_000;

  List<String> lines() {
    List<Row> scored = ForestDetector.explained(forests, event).collectAsList();
    if (scored.isEmpty()) {
      return List.of("the profile no longer watches this message");
    }
    Row row = scored.get(0);
    if (row.isNullAt(row.fieldIndex("score"))) {
      return List.of(
          "the actor has no forest of %s: fewer than %s came before"
              .formatted(
                  row.getAs("trained_for"), Amount.of(forests.settings().minEvents(), "event")));
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "forest of %s, grown on %s%s: score %s, %s the threshold %s"
            .formatted(
                row.getAs("trained_for"),
                Amount.of(row.<Integer>getAs("trained_on"), "event"),
                row.<Boolean>getAs("in_sample") ? " of the same date" : "",
                row.<Double>getAs("score"),
                row.<Double>getAs("is_anomaly") == 1 ? "at or above" : "below",
                row.<Double>getAs("threshold")));
    lines.add("  " + Printable.printable(row.<String>getAs("reason"), LONGEST_REASON));
    Map<String, List<String>> usual = new LinkedHashMap<>();
    for (Row feature : row.<Row>getList(row.fieldIndex("usual"))) {
      List<String> values = new ArrayList<>();
      for (Row value : feature.<Row>getList(1)) {
        values.add("%s %d".formatted(shown(value.getString(0)), value.getInt(1)));
      }
      usual.put(feature.getString(0), values);
    }
    for (Row part : row.<Row>getList(row.fieldIndex("contributions"))) {
      lines.add(
          "  %+.3f %s: %s; usual: %s"
              .formatted(
                  part.getDouble(1),
                  shown(part.getString(0)),
                  shown(part.getString(2)),
                  String.join(", ", usual.getOrDefault(part.getString(0), List.of()))));
    }
    return lines;
  }

  private static String shown(String text) {
    return text == null ? "missing" : Explained.shown(text);
  }
}
