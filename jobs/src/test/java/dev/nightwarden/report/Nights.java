package dev.nightwarden.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nightwarden.cluster.Clusterer;
import dev.nightwarden.cluster.Clustering;
import dev.nightwarden.cluster.RecordFeature;
import dev.nightwarden.cluster.RecordFeature.Kind;
import dev.nightwarden.report.Report.ActorHistory;
import dev.nightwarden.report.Report.Clusters;
import dev.nightwarden.report.Report.Event;
import dev.nightwarden.report.Report.FieldHistory;
import dev.nightwarden.report.Report.Flag;
import dev.nightwarden.report.Report.Investigation;
import dev.nightwarden.report.Report.LogRecord;
import dev.nightwarden.report.Report.Odd;
import dev.nightwarden.report.Report.Reason;
import dev.nightwarden.report.Report.Totals;
import dev.nightwarden.report.Report.Usual;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Made-up reports, the same for the same seed. */
final class Nights {
  static final LocalDate DATE = LocalDate.parse("2025-03-14");

  private static final List<String> PEOPLE =
      List.of(
          "priya.raman",
          "jonas.brandt",
          "imogen.wells",
          "owen.price",
          "luc.boudreau",
          "samir.haddad",
          "hedda.lund",
          "linnea.berg",
          "zoë.ångström",
          "李.wei",
          "niamh.o'sullivan",
          "@nightly-backup",
          "freja.lindqvist",
          "oskar.nyberg");
  private static final List<String> CITIES =
      List.of("Linköping", "London", "Halifax", "Singapore", "Lisbon", "Lagos", "São Paulo");
  private static final List<String> DEVICES =
      List.of(
          "[\"macOS\",\"Safari\"]",
          "[\"Windows\",\"Edge\"]",
          "[\"Linux\",\"Firefox\"]",
          "[\"Android\",\"Chrome\"]");
  private static final List<String> NAMES =
      List.of("mail.larkfield.example", "cdn.example.net", "time.example.org", "repo.example.com");
  private static final List<RecordFeature> FEATURES =
      List.of(
          RecordFeature.of("client_bytes", Kind.NUMERIC),
          RecordFeature.of("network_bytes", Kind.NUMERIC),
          new RecordFeature("numbers_in_hostname", Kind.NUMERIC, 2),
          RecordFeature.of("hostname_entropy", Kind.NUMERIC),
          RecordFeature.of("popularity_rank", Kind.NUMERIC),
          RecordFeature.of("dns_type", Kind.CATEGORICAL),
          RecordFeature.of("answered", Kind.BOOLEAN));

  private final Random random;
  private final UnaryOperator<String> text;

  private Nights(long seed, UnaryOperator<String> text) {
    random = new Random(seed);
    this.text = text;
  }

  /** A night as most are: a few people, one clustering, three flags. */
  static Report usual() {
    return new Nights(7, t -> t).night(46, 1, 480, 9);
  }

  /** More than a page holds, of everything. */
  static Report big() {
    return new Nights(11, t -> t.length() < 3 ? t : t + " " + "lorem ipsum ".repeat(30))
        .night(9_000, 2, 1_900, 700);
  }

  /** Nothing happened. */
  static Report quiet() {
    return new Report(
        DATE,
        DATE,
        new Totals(6_079, 43, 118, 97, 0, 0, 0, 0, 0, 0, 0),
        List.of(),
        List.of(),
        List.of());
  }

  /** Every text that comes from logs or configs, as an attacker would have it. */
  static Report attacked(UnaryOperator<String> attack) {
    return new Nights(5, attack).night(30, 1, 180, 12);
  }

  /** A month in which people with such names were odd, each once. */
  static Report ofPeople(List<String> names) {
    Nights nights = new Nights(3, t -> t);
    Report one = nights.night(names.size(), 1, 120, names.size());
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Event event = one.events().get(i);
      events.add(
          new Event(
              event.eventId(),
              event.messageId(),
              event.transport(),
              event.profile(),
              names.get(i),
              event.eventTime(),
              event.severity(),
              event.score(),
              event.investigationId(),
              event.reasons(),
              event.data()));
    }
    Flag flag = one.flags().get(0);
    List<LogRecord> records = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      LogRecord record = flag.records().get(i);
      records.add(
          new LogRecord(
              record.messageId(),
              record.eventTime(),
              names.get(i),
              record.reason(),
              record.data(),
              record.features()));
    }
    return new Report(
        DATE.minusDays(30),
        DATE,
        one.totals(),
        events,
        one.investigations(),
        one.actors(),
        one.clusters(),
        List.of(
            new Flag(
                flag.name(),
                flag.description(),
                flag.severity(),
                flag.message(),
                flag.hits(),
                records)),
        ReportedAlerts.NONE);
  }

  private Report night(int eventCount, int clusterings, int records, int hits) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < eventCount; i++) {
      events.add(event(i, eventCount > 1_000 ? 400 : PEOPLE.size() - 5));
    }
    events.sort(Suspicion.URGENCY);
    List<Clusters> clusters = new ArrayList<>();
    for (int i = 0; i < clusterings; i++) {
      clusters.add(clusters(i, records));
    }
    List<Flag> flags =
        List.of(
            flag(
                "has_dns_data_b64_encoded",
                "Data hidden in DNS answers",
                "high",
                "{name} carries base64 text",
                hits),
            flag("beaconing_detector", "Regular intervals", "medium", "every {seconds} s", hits),
            flag("large_transfer", "More than 1 GB", "low", "{bytes} bytes", 0));
    Map<String, List<Event>> byActor = new LinkedHashMap<>();
    events.forEach(e -> byActor.computeIfAbsent(e.actor(), a -> new ArrayList<>()).add(e));
    List<ActorHistory> actors = byActor.values().stream().map(this::history).toList();
    Map<String, Long> severities = new HashMap<>();
    events.forEach(e -> severities.merge(e.severity(), 1L, Long::sum));
    Totals totals =
        new Totals(
            128_402,
            43,
            3_924,
            3_147,
            61,
            events.size(),
            byActor.size(),
            severities.getOrDefault("high", 0L),
            severities.getOrDefault("medium", 0L),
            severities.getOrDefault("low", 0L),
            0);
    List<Investigation> investigations =
        events.stream()
            .map(
                e ->
                    new Investigation(
                        e.investigationId(),
                        e.profile(),
                        e.actor(),
                        e.eventTime().truncatedTo(ChronoUnit.MINUTES),
                        e.eventTime().truncatedTo(ChronoUnit.MINUTES).plusSeconds(60),
                        1,
                        e.reasons().size(),
                        e.reasons().size(),
                        e.score()))
            .toList();
    return new Report(
        DATE, DATE, totals, events, investigations, actors, clusters, flags, ReportedAlerts.NONE);
  }

  private Event event(int number, int people) {
    String person =
        people > PEOPLE.size()
            ? "person-%03d".formatted((int) Math.abs(random.nextGaussian() * people / 3))
            : PEOPLE.get((int) Math.min(people - 1, Math.abs(random.nextGaussian() * people / 2)));
    String actor = text.apply(person);
    Instant time = time();
    String city = pick(CITIES);
    String device = pick(DEVICES);
    int earlier = 40 + random.nextInt(900);
    double score = random.nextInt(4) > 0 ? 1 : 0.3 + 0.7 * random.nextDouble();
    List<Reason> reasons = new ArrayList<>();
    reasons.add(
        new Reason(
            "reporter",
            text.apply("city"),
            text.apply("\"" + city + "\""),
            score,
            severity(score),
            text.apply(
                score == 1
                    ? "city \"%s\" never seen for %s in %d earlier messages"
                        .formatted(city, person, earlier)
                    : "city \"%s\" seen 3 times in %d earlier messages of %s"
                        .formatted(city, earlier, person)),
            List.of("T1078.004", text.apply("T1110"))));
    if (random.nextBoolean()) {
      reasons.add(
          new Reason(
              "reporter",
              text.apply("device"),
              text.apply(device),
              score * 0.9,
              severity(score * 0.9),
              text.apply(
                  "device %s never seen for %s in %d earlier messages"
                      .formatted(device, person, earlier)),
              List.of()));
    }
    Map<String, String> record = new LinkedHashMap<>();
    record.put("time", time.toString());
    record.put("user", text.apply(person));
    record.put("city", text.apply(city));
    record.put("ip", text.apply("203.0.113." + random.nextInt(255)));
    record.put("user_agent", text.apply("Mozilla/5.0 (X11; Linux x86_64; rv:136.0)"));
    record.put("mfa", null);
    return new Event(
        "event-%05d".formatted(number),
        text.apply("msg-%05d".formatted(number)),
        "logins",
        text.apply("logins"),
        actor,
        time,
        severity(score),
        score,
        "investigation-%05d".formatted(number),
        reasons,
        data(record));
  }

  private ActorHistory history(List<Event> events) {
    List<Usual> cities = new ArrayList<>();
    for (int i = 0; i < 2 + random.nextInt(2); i++) {
      cities.add(usualValue("\"" + CITIES.get(i) + "\"", 8 >> (2 * i)));
    }
    List<Usual> devices = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      devices.add(usualValue(DEVICES.get(i), 6 >> (2 * i)));
    }
    Map<String, List<Odd>> odd = new LinkedHashMap<>();
    for (Event event : events) {
      for (Reason reason : event.reasons()) {
        odd.computeIfAbsent(reason.field(), f -> new ArrayList<>())
            .add(new Odd(reason.value(), event.eventTime(), reason.score()));
      }
    }
    return new ActorHistory(
        events.get(0).profile(),
        events.get(0).actor(),
        DATE.minusDays(Bounds.DAYS - 1),
        List.of(
            new FieldHistory(
                text.apply("city"), cities, 0, odd.getOrDefault(text.apply("city"), List.of())),
            new FieldHistory(
                text.apply("device"),
                devices,
                2,
                odd.getOrDefault(text.apply("device"), List.of()))));
  }

  private Usual usualValue(String value, int most) {
    List<Long> days = new ArrayList<>();
    for (int day = 0; day < Bounds.DAYS - 1; day++) {
      boolean weekend = DATE.minusDays(Bounds.DAYS - 1 - day).getDayOfWeek().getValue() > 5;
      days.add(weekend ? 0L : random.nextInt(most + 2));
    }
    days.add(0L);
    return new Usual(text.apply(value), days.stream().mapToLong(n -> n).sum(), days);
  }

  private Clusters clusters(int number, int count) {
    List<Object[]> rows = new ArrayList<>();
    Map<List<Object>, LogRecord> examples = new HashMap<>();
    for (int i = 0; i < count; i++) {
      boolean odd = i % 60 == 59;
      Object[] row = {
        odd ? 900 + random.nextInt(80) : (double) (40 + random.nextInt(90)),
        odd ? 5_000.0 + random.nextInt(300) : 80 + 20.0 * random.nextInt(12),
        odd ? 21.0 + random.nextInt(4) : (double) random.nextInt(4),
        odd ? 4.4 + 0.1 * random.nextInt(3) : 2.4 + 0.1 * random.nextInt(12),
        odd ? null : 1_000.0 * (1 + random.nextInt(50)),
        text.apply(odd ? "TXT" : random.nextInt(9) == 0 ? "AAAA" : "A"),
        random.nextInt(12) > 0
      };
      row[0] = ((Number) row[0]).doubleValue();
      rows.add(row);
      Instant time = time();
      Map<String, String> original = new LinkedHashMap<>();
      original.put("@timestamp", time.toString());
      original.put("source.ip", text.apply("10.20.0." + (10 + random.nextInt(6))));
      original.put(
          text.apply("dns.question.name"),
          text.apply(odd ? "x7f3k9q1z8w2%d.example.com".formatted(i) : pick(NAMES)));
      original.put("client.bytes", row[0].toString());
      original.put("dns.type", (String) row[5]);
      examples.put(
          Arrays.asList(row),
          new LogRecord(
              text.apply("record-" + i),
              time,
              original.get("source.ip"),
              null,
              data(original),
              null));
    }
    List<RecordFeature> features =
        FEATURES.stream()
            .map(f -> new RecordFeature(text.apply(f.name()), f.kind(), f.weight()))
            .toList();
    Clustering clustering = new Clusterer().fit(features, rows);
    Map<Integer, LogRecord> alike = new HashMap<>();
    List<Report.Suspect> suspects = new ArrayList<>();
    for (int record = 0; record < clustering.size(); record++) {
      alike.put(record, examples.get(Arrays.asList(clustering.row(record))));
      Clustering.Assignment belongs = clustering.assignment(record);
      if (belongs.isSuspect()) {
        suspects.add(
            new Report.Suspect(
                belongs.cluster(),
                belongs.score(),
                alike.get(record) == null
                    ? new LogRecord(null, null, null, null, null, Map.of())
                    : withFeatures(alike.get(record), features, clustering.row(record))));
      }
    }
    suspects.sort(Comparator.comparingDouble(suspect -> -suspect.score()));
    return new ClusterView(clustering, ClusterView.MAX_POINTS)
        .view(
            text.apply(number == 0 ? "dns" : "dns again"), null, alike, suspects, suspects.size());
  }

  private LogRecord withFeatures(LogRecord record, List<RecordFeature> features, Object[] row) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < row.length; i++) {
      values.put(features.get(i).name(), row[i]);
    }
    return new LogRecord(
        record.messageId(),
        record.eventTime(),
        record.actor(),
        text.apply("lies apart from the other records of its date by numbers_in_hostname"),
        record.data(),
        values);
  }

  private static JsonNode data(Map<String, String> fields) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    fields.forEach(data::put);
    return data;
  }

  private Flag flag(String name, String description, String severity, String message, int hits) {
    List<LogRecord> records = new ArrayList<>();
    for (int i = 0; i < hits; i++) {
      Instant time = time();
      Map<String, String> original = new LinkedHashMap<>();
      original.put("@timestamp", time.toString());
      original.put("source.ip", text.apply("10.20.0." + (10 + random.nextInt(6))));
      original.put("dns.answers.data", text.apply("aGVsbG8gZnJvbSB0aGUgb3RoZXIgc2lkZQ=="));
      Map<String, Object> features = new LinkedHashMap<>();
      features.put(text.apply("hostname_entropy"), 4.1);
      features.put(text.apply("dns_type"), text.apply("TXT"));
      features.put("popularity_rank", null);
      records.add(
          new LogRecord(
              text.apply("flagged-" + i),
              time,
              original.get("source.ip"),
              text.apply(message.replaceAll("\\{\\w+}", "86,400")),
              data(original),
              features));
    }
    return new Flag(
        text.apply(name), text.apply(description), severity, text.apply(message), hits, records);
  }

  private Instant time() {
    double hour = Math.min(23.9, Math.abs(13 + random.nextGaussian() * 4));
    return DATE.atStartOfDay(ZoneOffset.UTC)
        .toInstant()
        .plusSeconds((long) (hour * 3600) + random.nextInt(600) % 300);
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static String severity(double score) {
    return score >= 0.8 ? "high" : score >= 0.45 ? "medium" : "low";
  }
}
