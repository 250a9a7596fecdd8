package dev.nightwarden.validate;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.observe.Field;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.reporter.Reporter;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Messages in a few words. */
final class Logins {
  private Logins() {}

  /**
   * Rows of {@code messages}: each line is a date in March, a user and the other fields as JSON.
   */
  static Dataset<Row> messages(List<String> lines) {
    return SharedSpark.session()
        .createDataset(lines, Encoders.STRING())
        .selectExpr("row_number() over (order by value) AS n", "split(value, ' ', 3) AS v")
        .selectExpr(
            "'logins' AS transport",
            "concat('m', n) AS message_id",
            "timestamp(concat('2025-03-', v[0], 'T10:00:00Z')) + make_interval(0, 0, 0, 0, 0, 0, n % 3000) AS event_time",
            "date(concat('2025-03-', v[0])) AS event_date",
            "parse_json(concat('{\"user\":\"', v[1], '\",', v[2], '}')) AS data");
  }

  /** A profile of users with one field, {@code city}. */
  static Profile profile(Reporter reporter) {
    return new Profile(
        "logins",
        List.of(),
        null,
        "user",
        null,
        OptionalInt.empty(),
        Map.of("city", new Field.Single(null, reporter)),
        Map.of());
  }
}
