package dev.nightwarden.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.reporter.Typical;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalHoursTest {
  @TempDir Path folder;

  private static HourOfWeek field(String zone, String timeZone, Path holidays) {
    return new HourOfWeek(
        zone,
        "geo",
        timeZone,
        holidays == null ? null : holidays + "",
        new Typical(1, .95),
        List.of());
  }

  private static String hour(HourOfWeek field, String time, String record) {
    Profile profile =
        new Profile(
            "p",
            List.of(),
            null,
            "user",
            null,
            OptionalInt.empty(),
            Map.of("hour", field),
            Map.of());
    Dataset<Row> messages =
        SharedSpark.session()
            .sql(
                "SELECT 't' AS transport, 'm' AS message_id, timestamp'"
                    + time
                    + "' AS event_time, date'2025-01-01' AS event_date, parse_json('"
                    + record
                    + "') AS data");
    return Observe.observations(Observe.watched(messages, profile), profile)
        .select("value")
        .as(Encoders.STRING())
        .first();
  }

  @Test
  void anHourIsThatOfTheNamedZoneElseOfThePlaceElseOfTheField() {
    HourOfWeek field = field("tz", "America/New_York", null);
    String sunday = "2025-03-02 03:20:00Z";

    assertEquals(
        "\"Sun 12\"",
        hour(
            field,
            sunday,
            "{\"user\":\"a\",\"tz\":\"Asia/Tokyo\",\"geo\":{\"latitude\":51.5,\"longitude\":-0.1}}"));
    assertEquals(
        "\"Sun 03\"",
        hour(
            field,
            sunday,
            "{\"user\":\"a\",\"tz\":\"Mars\",\"geo\":{\"latitude\":51.5,\"longitude\":-0.1}}"));
    assertEquals("\"Sat 22\"", hour(field, sunday, "{\"user\":\"a\",\"geo\":{\"latitude\":91}}"));
  }

  @Test
  void clocksGoForwardAndBack() {
    HourOfWeek field = field(null, "Europe/Stockholm", null);

    // On 30 March 2025 the hour after 1 is 3; on 26 October the hour 2 comes twice.
    assertEquals("\"Sun 01\"", hour(field, "2025-03-30 00:59:59Z", "{\"user\":\"a\"}"));
    assertEquals("\"Sun 03\"", hour(field, "2025-03-30 01:00:00Z", "{\"user\":\"a\"}"));
    assertEquals("\"Sun 02\"", hour(field, "2025-10-26 00:30:00Z", "{\"user\":\"a\"}"));
    assertEquals("\"Sun 02\"", hour(field, "2025-10-26 01:30:00Z", "{\"user\":\"a\"}"));
  }

  @Test
  void holidaysAreSundaysWhereTheyAre() throws IOException {
    Path file =
        Files.writeString(folder.resolve("days"), "# Christmas\n\n2025-12-25 first\n2025-12-26\n");
    HourOfWeek field = field(null, "Pacific/Auckland", file);

    assertEquals("\"Sun 00\"", hour(field, "2025-12-24 11:00:00Z", "{\"user\":\"a\"}"));
    assertEquals("\"Wed 23\"", hour(field, "2025-12-24 10:59:59Z", "{\"user\":\"a\"}"));

    Files.writeString(file, "2025-12-25\nChristmas\n");
    assertTrue(
        assertThrows(IllegalKeyException.class, field::check)
            .problem()
            .startsWith("line 2 of " + file + " does not begin with a date"));
    assertThrows(IllegalKeyException.class, field(null, "UTC", folder.resolve("none"))::check);
    assertThrows(IllegalKeyException.class, field(null, "Europe/Nowhere", null)::check);
  }

  @Test
  void placesHaveTheZonesThatPeopleThereHave() {
    Map.of(
            "Europe/Stockholm", new double[] {59.33, 18.07},
            "America/Los_Angeles", new double[] {37.77, -122.42},
            "America/Chicago", new double[] {41.88, -87.63},
            "Asia/Kolkata", new double[] {12.97, 77.59},
            "America/Lima", new double[] {-12.05, -77.04},
            "Pacific/Auckland", new double[] {-36.85, 174.76})
        .forEach(
            (zone, at) ->
                assertEquals(
                    ZoneId.of(zone).getRules().getOffset(Instant.EPOCH.plusSeconds(1_740_000_000)),
                    Zones.at(at[0], at[1], null)
                        .get()
                        .getRules()
                        .getOffset(Instant.EPOCH.plusSeconds(1_740_000_000)),
                    zone));
  }

  @Test
  void anHourIsReadAsItIsWritten() {
    for (int hour = 0; hour < HourOfWeek.HOURS; hour++) {
      assertEquals(hour, HourOfWeek.hour(HourOfWeek.shown(hour)));
    }
    for (String other : List.of("\"Sun 24\"", "\"Day 03\"", "Sun 03", "", "\"Sun 3\"")) {
      assertTrue(HourOfWeek.hour(other) < 0, other);
    }
  }
}
