package dev.nightwarden.score;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.observe.FeatureCounts;
import dev.nightwarden.observe.Field;
import dev.nightwarden.observe.Observe;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.reporter.Mandatory;
import dev.nightwarden.reporter.OptionalReporter;
import dev.nightwarden.score.Reference.Message;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {
  private static final SparkSession spark = SharedSpark.session();
  private static final LocalDate FIRST = LocalDate.parse("2025-03-01");
  private static final LocalDate LAST = LocalDate.parse("2025-03-20");

  private static final Profile GREETINGS =
      profile(OptionalInt.empty(), Map.of("greeting", new Field.Single(null, new Mandatory(1.0))));

  @Test
  void scoresTheWorkedExample() {
    Dataset<Row> messages =
        messages(
            List.of(
                greeting("1", "hello"),
                greeting("2", "hello"),
                greeting("3", "howdy"),
                greeting("4", "hello"),
                greeting("5", "What's up?")));

    assertEquals(List.of(1.0, 0.0, 1.0, 0.0, 1.0), scores(messages));
  }

  @Test
  void scoresASeldomValueByItsRarity() {
    Dataset<Row> messages =
        messages(
            List.of(
                greeting("1", "hello"),
                greeting("2", "hello"),
                greeting("3", "howdy"),
                greeting("4", "howdy")));

    assertEquals(List.of(1.0, 0.0, 1.0, 0.666666666667), scores(messages));
  }

  @Test
  void givesTheReasonInWords() {
    Dataset<Row> messages =
        messages(
            List.of(
                greeting("1", "hello"),
                greeting("2", "hello"),
                greeting("3", "howdy"),
                greeting("4", "howdy"),
                greeting("5", null)));

    List<String> reasons =
        Anomalies.explain(scored(messages, GREETINGS), List.of(GREETINGS))
            .orderBy("message_id")
            .select("reason")
            .as(Encoders.STRING())
            .collectAsList();

    assertEquals(
        List.of(
            "greeting \"hello\" in the first message of George",
            "greeting \"howdy\" never seen for George in 2 earlier messages",
            "greeting \"howdy\" seen for George in only 1 of 3 earlier messages; a usual value in"
                + " 1.5 or more",
            "greeting missing though a value is expected; so it was in 0 of 4 earlier messages of"
                + " George"),
        reasons);
  }

  @Test
  void keepsTheEvidenceOfAScore() {
    Dataset<Row> messages =
        messages(List.of(greeting("1", "hello"), greeting("2", "hello"), greeting("3", "howdy")));

    String evidence =
        Anomalies.explain(scored(messages, GREETINGS), List.of(GREETINGS))
            .where(col("message_id").equalTo("3"))
            .select("evidence")
            .as(Encoders.STRING())
            .first();

    assertEquals(
        "{\"reporter\":\"mandatory\",\"seen\":0,\"total\":2,\"distinct\":1,\"missing\":0,"
            + "\"mean\":2.0}",
        evidence);
  }

  @Test
  void tellsTextFromNumbersAndEqualNumbersAlike() {
    Dataset<Row> messages =
        messages(
            List.of(
                message("1", "2025-03-01T10:00:00Z", "George", "{\"greeting\":1}"),
                message("2", "2025-03-01T10:00:01Z", "George", "{\"greeting\":\"1\"}"),
                message("3", "2025-03-01T10:00:02Z", "George", "{\"greeting\":1.0}")));

    assertEquals(
        List.of("1", "\"1\"", "1"),
        scored(messages, GREETINGS)
            .orderBy("message_id")
            .select("value")
            .as(Encoders.STRING())
            .collectAsList());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 400})
  void knowsWhatTheReferenceKnows(int historyDays) {
    OptionalInt history = historyDays == 0 ? OptionalInt.empty() : OptionalInt.of(historyDays);
    List<String> fields = List.of("device", "place");
    Profile profile =
        profile(
            history,
            Map.of(
                "device", new Field.Single(null, new Mandatory(1.0)),
                "place", new Field.Single(null, new OptionalReporter(1.0))));
    List<Message> messages = randomMessages(new Random(7 + historyDays), 600);
    LocalDate middle = LocalDate.parse("2025-03-09");
    Dataset<Row> rows = messages(messages);
    Dataset<Row> counts = counts(rows, profile);

    List<String> inOnePass = known(rows, counts, profile, FIRST, LAST);
    List<String> inTwo = new ArrayList<>(known(rows, counts, profile, FIRST, middle));
    inTwo.addAll(known(rows, counts, profile, middle.plusDays(1), LAST));
    inTwo.sort(Comparator.naturalOrder());

    List<String> expected =
        Reference.score(messages, fields, history).stream()
            .map(
                known ->
                    String.join(
                        "|",
                        known.transport(),
                        known.id(),
                        known.field(),
                        String.valueOf(known.value()),
                        "" + known.seen(),
                        "" + known.total(),
                        "" + known.distinct(),
                        "" + known.missing(),
                        ""
                            + (known.field().equals("device")
                                ? known.mandatory()
                                : known.optional())))
            .sorted()
            .toList();
    assertEquals(expected, inOnePass);
    assertEquals(expected, inTwo);
    assertTrue(expected.size() > 1000);
    assertEquals(
        expected.stream().filter(known -> !known.endsWith("|0.0")).toList(),
        known(unusual(rows, counts, profile, FIRST, LAST)));
  }

  /** Few actors and values, equal instants, gaps longer than a history, ids beyond the BMP. */
  private static List<Message> randomMessages(Random random, int count) {
    String[] values = {
      null, "\"a\"", "\"b\"", "1", "\"1\"", "\"\uD83D\uDE80\"", "{\"x\":1}", "\"\uFF5E\""
    };
    String[] ids = {"a", "B", "\uFF5E", "\uD83D\uDE80", "é"};
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int day = random.nextInt(20);
      day = day > 5 && day < 11 ? 5 : day;
      Instant time =
          FIRST
              .plusDays(day)
              .atStartOfDay()
              .plusHours(random.nextInt(3) * 11L)
              .plusSeconds(random.nextInt(3))
              .toInstant(java.time.ZoneOffset.UTC);
      Map<String, String> data = new HashMap<>();
      data.put("device", values[random.nextInt(values.length)]);
      data.put("place", random.nextInt(3) > 0 ? null : values[random.nextInt(values.length)]);
      messages.add(
          new Message(
              "t" + random.nextInt(2),
              ids[random.nextInt(ids.length)] + i,
              time,
              "actor" + random.nextInt(4),
              data));
    }
    return messages;
  }

  private static Message greeting(String id, String greeting) {
    Map<String, String> values = new HashMap<>();
    values.put("greeting", greeting == null ? null : "\"" + greeting + "\"");
    return new Message("t", id, Instant.parse("2025-03-01T10:00:00Z"), "George", values);
  }

  private static Message message(String id, String time, String actor, String data) {
    Map<String, String> values = new HashMap<>();
    values.put("greeting", data.substring(data.indexOf(':') + 1, data.length() - 1));
    return new Message("t", id, Instant.parse(time), actor, values);
  }

  static Dataset<Row> messages(List<Message> messages) {
    List<String> lines = new ArrayList<>();
    for (Message message : messages) {
      StringBuilder data = new StringBuilder("{\"actor\":\"" + message.actor() + "\"");
      message.values().forEach((field, value) -> data.append(",\"" + field + "\":" + value));
      lines.add(
          String.join(
              "\u0001",
              message.transport(),
              message.id(),
              message.time().toString(),
              data.append("}").toString()));
    }
    return spark
        .createDataset(lines, Encoders.STRING())
        .selectExpr("split(value, '\u0001') AS part")
        .selectExpr(
            "part[0] AS transport",
            "part[1] AS message_id",
            "CAST(part[2] AS TIMESTAMP) AS event_time",
            "CAST(CAST(part[2] AS TIMESTAMP) AS DATE) AS event_date",
            "parse_json(part[3]) AS data");
  }

  private static Profile profile(OptionalInt history, Map<String, Field> fields) {
    return new Profile("p", List.of(), null, "actor", null, history, fields, Map.of());
  }

  private static Dataset<Row> counts(Dataset<Row> messages, Profile profile) {
    Dataset<Row> watched = Observe.watched(messages, profile);
    return FeatureCounts.ofDays(Observe.observations(watched, profile)).cache();
  }

  private static Dataset<Row> scored(Dataset<Row> messages, Profile profile) {
    return scored(messages, counts(messages, profile), profile, FIRST, LAST);
  }

  private static Dataset<Row> scored(
      Dataset<Row> messages, Dataset<Row> counts, Profile profile, LocalDate from, LocalDate to) {
    Dataset<Row> observed =
        new History(from, to, List.of(profile)).before(values(messages, profile, from, to), counts);
    return Anomalies.score(observed, List.of(profile));
  }

  private static Dataset<Row> unusual(
      Dataset<Row> messages, Dataset<Row> counts, Profile profile, LocalDate from, LocalDate to) {
    Dataset<Row> observed =
        new History(from, to, List.of(profile))
            .unusual(values(messages, profile, from, to), counts);
    return Anomalies.score(observed, List.of(profile));
  }

  static Dataset<Row> values(Dataset<Row> messages, Profile profile, LocalDate from, LocalDate to) {
    Dataset<Row> watched = Observe.watched(messages, profile);
    return Observe.values(watched, profile).where(col("event_date").between(from, to));
  }

  private static List<Double> scores(Dataset<Row> messages) {
    return scored(messages, GREETINGS)
        .orderBy("message_id")
        .select("score")
        .as(Encoders.DOUBLE())
        .collectAsList();
  }

  private static List<String> known(
      Dataset<Row> messages, Dataset<Row> counts, Profile profile, LocalDate from, LocalDate to) {
    return known(scored(messages, counts, profile, from, to));
  }

  private static List<String> known(Dataset<Row> scored) {
    return scored
        .selectExpr(
            "concat_ws('|', transport, message_id, field, coalesce(value, 'null'), seen, total,"
                + " `distinct`, missing, score) AS known")
        .as(Encoders.STRING())
        .collectAsList()
        .stream()
        .sorted()
        .toList();
  }
}
