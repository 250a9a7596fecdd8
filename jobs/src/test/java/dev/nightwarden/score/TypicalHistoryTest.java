package dev.nightwarden.score;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.observe.FeatureCounts;
import dev.nightwarden.observe.Field;
import dev.nightwarden.observe.Learning;
import dev.nightwarden.observe.Observe;
import dev.nightwarden.observe.Peers;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.peers.Others;
import dev.nightwarden.predictive.Parameters;
import dev.nightwarden.reporter.Mandatory;
import dev.nightwarden.reporter.Typical;
import dev.nightwarden.score.Reference.Message;
import dev.nightwarden.score.TypicalReference.Compared;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypicalHistoryTest {
  private static final LocalDate FIRST = LocalDate.parse("2025-03-01");
  private static final LocalDate LAST = LocalDate.parse("2025-03-24");
  private static final List<String> FIELDS = List.of("city", "device", "plain");
  private static final Learning LEARNING = new Learning(5, 4, 6);

  @BeforeAll
  static void start() {
    SharedSpark.session();
  }

  @ParameterizedTest
  @CsvSource({"0,false", "0,true", "3,true", "9,false", "400,true"})
  void knowsWhatTheReferenceKnows(int historyDays, boolean hasPeers) {
    OptionalInt history = historyDays == 0 ? OptionalInt.empty() : OptionalInt.of(historyDays);
    Profile profile = profile(history, hasPeers);
    List<Message> messages = messages(new Random(11 + historyDays), 700);
    Dataset<Row> rows = HistoryTest.messages(messages);
    Dataset<Row> counts = counts(rows, profile);
    Map<String, Parameters> fitted = new HashMap<>();

    Map<String, Compared> inOnePass = compared(rows, counts, profile, FIRST, LAST, fitted);
    Map<String, Compared> inThree = new TreeMap<>();
    LocalDate from = FIRST;
    for (int days : List.of(9, 1, 30)) {
      LocalDate to = from.plusDays(days - 1L).isAfter(LAST) ? LAST : from.plusDays(days - 1L);
      inThree.putAll(compared(rows, counts, profile, from, to, new HashMap<>()));
      from = to.plusDays(1);
    }

    assertEquals(inOnePass, inThree, "however the dates are batched");
    List<Compared> expected =
        new TypicalReference(
                messages,
                history,
                hasPeers ? "team" : null,
                LEARNING,
                (field, date) -> fitted.get(field + " " + date))
            .compare(FIELDS);
    assertEquals(expected.size(), inOnePass.size());
    int judged = 0;
    for (Compared one : expected) {
      Compared found = inOnePass.get(one.id() + " " + one.field());
      double lnTail = one.field().equals("plain") ? 0 : one.lnTail();
      assertEquals(lnTail, found.lnTail(), 1e-9 * (1 + Math.abs(lnTail)), one.toString());
      assertEquals(with(one, 0), with(found, 0));
      judged += lnTail < -1 ? 1 : 0;
    }
    assertTrue(judged > 100, judged + " values are unlikely");
    assertTrue(expected.stream().anyMatch(one -> one.newcomers() > 0));
    assertTrue(expected.stream().anyMatch(Compared::learning));
    assertEquals(hasPeers, expected.stream().anyMatch(one -> !one.group().isEmpty()));
  }

  @Test
  void givesTheReasonInWords() {
    Profile profile =
        new Profile(
            "p",
            List.of(),
            null,
            "actor",
            null,
            OptionalInt.empty(),
            Map.of("city", new Field.Single(null, new Typical(1, .5))),
            Map.of(),
            Learning.NONE,
            new Peers(List.of("team"), null));
    List<Message> messages = new ArrayList<>();
    for (int day = 0; day < 3; day++) {
      for (int actor = 0; actor < 8; actor++) {
        messages.add(
            message("a%d-%d".formatted(actor, day), day, "actor" + actor, "\"Rome\"", "\"red\""));
      }
    }
    messages.add(message("z", 3, "actor0", "\"Lima\"", "\"red\""));
    messages.add(message("zz", 3, "new\u202e", "\"Rome\"", "\"red\""));

    assertEquals(
        List.of(
            "city \"Lima\" never in 3 messages of actor0; 0 of 7 peers (team=red), 0 of 7 others",
            "city \"Rome\" in the first message of new\uFFFD; 8 of 8 peers (team=red), 8 of 8"
                + " others"),
        reasons(messages, profile));
  }

  private static List<String> reasons(List<Message> messages, Profile profile) {
    Dataset<Row> rows = HistoryTest.messages(messages);
    Dataset<Row> counts = counts(rows, profile);
    List<Profile> profiles = List.of(profile);
    LocalDate day = FIRST.plusDays(3);
    try (Others others = Others.of(profiles, day, day, counts, counts)) {
      Dataset<Row> observed =
          new History(day, day, profiles, others)
              .before(HistoryTest.values(rows, profile, day, day), counts)
              .withColumn("score", org.apache.spark.sql.functions.lit(1.0));
      return Anomalies.explain(observed, profiles).orderBy("message_id").collectAsList().stream()
          .map(row -> row.<String>getAs("reason"))
          .toList();
    }
  }

  private static Compared with(Compared one, double lnTail) {
    return new Compared(
        one.id(),
        one.field(),
        one.group(),
        one.peersSeen(),
        one.peers(),
        one.othersSeen(),
        one.others(),
        one.newcomers(),
        lnTail,
        one.learning());
  }

  /** Twenty actors of two teams, one of which some join late; a city that reaches many at once. */
  private static List<Message> messages(Random random, int count) {
    String[] cities = {null, "\"Rome\"", "\"Oslo\"", "\"Bari\"", "\"\uD83D\uDE80\"", "7"};
    List<Message> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int day = random.nextInt(24);
      day = day > 9 && day < 13 ? 9 : day;
      int actor = Math.min(random.nextInt(24), random.nextInt(24));
      day = actor > 18 ? Math.max(day, 15) : day;
      String city =
          random.nextInt(9) == 0
              ? "\"town" + random.nextInt(40) + "\""
              : cities[(random.nextInt(3) + actor) % cities.length];
      if (day == 17 && random.nextBoolean()) {
        city = "\"New Exit\"";
      }
      String team =
          random.nextInt(4) == 0
              ? null
              : (actor + (day > 12 ? 1 : 0)) % 3 < 2 ? "\"red\"" : "\"blue\"";
      messages.add(message("m" + i, day, "actor" + actor, city, team, random));
    }
    return messages;
  }

  private static Message message(
      String id, int day, String actor, String city, String team, Random random) {
    Map<String, String> values = new HashMap<>();
    values.put("city", city);
    values.put("team", team);
    values.put("device", "\"d" + random.nextInt(1 + Math.floorMod(actor.hashCode(), 5)) + "\"");
    values.put("plain", random.nextInt(6) == 0 ? null : "\"p\"");
    Instant time =
        FIRST
            .plusDays(day)
            .atStartOfDay()
            .plusSeconds(random.nextInt(86_400))
            .toInstant(ZoneOffset.UTC);
    return new Message("t", id, time, actor, values);
  }

  private static Message message(String id, int day, String actor, String city, String team) {
    Map<String, String> values = new HashMap<>();
    values.put("city", city);
    values.put("team", team);
    return new Message(
        "t", id, FIRST.plusDays(day).atStartOfDay().toInstant(ZoneOffset.UTC), actor, values);
  }

  private static Profile profile(OptionalInt history, boolean hasPeers) {
    return new Profile(
        "p",
        List.of(),
        null,
        "actor",
        null,
        history,
        Map.of(
            "city", new Field.Single(null, new Typical(1, .95)),
            "device", new Field.Single(null, new Typical(1, .95)),
            "plain", new Field.Single(null, new Mandatory(1))),
        Map.of(),
        LEARNING,
        hasPeers ? new Peers(List.of("team"), null) : null);
  }

  private static Dataset<Row> counts(Dataset<Row> messages, Profile profile) {
    Dataset<Row> watched = Observe.watched(messages, profile);
    return FeatureCounts.ofDays(
            PeerFields.with(Observe.observations(watched, profile), watched, profile))
        .cache();
  }

  private static Map<String, Compared> compared(
      Dataset<Row> messages,
      Dataset<Row> counts,
      Profile profile,
      LocalDate from,
      LocalDate to,
      Map<String, Parameters> fitted) {
    List<Profile> profiles = List.of(profile);
    try (Others others = Others.of(profiles, from, to, counts, counts)) {
      for (LocalDate date = from; !date.isAfter(to); date = date.plusDays(1)) {
        for (String field : FIELDS) {
          fitted.put(
              field + " " + date,
              others.known().value().parameters("p", field, (int) date.toEpochDay()));
        }
      }
      return new History(from, to, profiles, others)
              .before(HistoryTest.values(messages, profile, from, to), counts)
              .where(col("event_date").between(from, to))
              .collectAsList()
              .stream()
              .map(TypicalHistoryTest::compared)
              .collect(
                  Collectors.toMap(
                      one -> one.id() + " " + one.field(), one -> one, (a, b) -> a, TreeMap::new));
    }
  }

  private static Compared compared(Row row) {
    return new Compared(
        row.getAs("message_id"),
        row.getAs("field"),
        row.getAs("peer_group"),
        row.getAs("peers_seen"),
        row.getAs("peers"),
        row.getAs("others_seen"),
        row.getAs("others"),
        row.getAs("newcomers"),
        row.isNullAt(row.fieldIndex("ln_tail")) ? 0 : row.<Double>getAs("ln_tail"),
        row.getAs("learning"));
  }
}
