package dev.nightwarden.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.table.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class FeaturesTest {
  private static final LocalDate DAY = LocalDate.parse("2025-03-01");

  @Test
  void filtersDropByNameAndCountWhatTheyDrop() {
    Features features =
        Sections.features(
            """
            filters:
              - {name: remove_match, data_needed: name, params: {keyword: a.example}}
              - {name: remove_domain, data_needed: name, params: {domains: "example, test"}}
              - {name: remove_status_error, data_needed: status}
              - {name: remove_popular_domain, data_needed: name}
              - {type: sql, name: internal, expression: "name LIKE '%.lan'"}
            flags: [{type: sql, name: big, expression: 'true'}]
            """);
    Messages messages =
        new Messages()
            .add("2025-03-01T00:00:00Z", "{'name': 'a.example', 'status': 'OK'}")
            .add("2025-03-01T00:00:01Z", "{'name': 'B.Example.', 'status': 'OK'}")
            .add("2025-03-01T00:00:02Z", "{'name': 'notexample', 'status': 'Error'}")
            .add("2025-03-01T00:00:03Z", "{'name': 'www.google.com', 'status': 'OK'}")
            .add("2025-03-01T00:00:04Z", "{'name': 'printer.lan', 'status': 'OK'}")
            .add("2025-03-01T00:00:05Z", "{'name': 'kept', 'status': 'OK'}")
            .add("2025-03-01T00:00:06Z", "{'status': null}");
    Look look = features.look(messages.rows());
    assertEquals(7, look.records());
    assertEquals(
        "{remove_match=1, remove_domain=1, remove_status_error=1, remove_popular_domain=1,"
            + " internal=1}",
        look.dropped().toString());
    assertEquals(
        List.of("m00005", "m00006"),
        features
            .records(messages.rows())
            .orderBy("message_id")
            .select("message_id")
            .as(Encoders.STRING())
            .collectAsList());
  }

  @Test
  void theTableOfFeaturesHasAColumnForEach() {
    Features features =
        Sections.features(
            """
            actor: who
            features:
              - {type: field, name: bytes, data_needed: bytes}
              - {type: field, name: port, data_needed: port, kind: categorical}
              - {type: metric, name: numbers_in_hostname, data_needed: name}
              - {type: metric, name: empty_query_name, data_needed: name}
              - {type: sql, name: twice, expression: "try_cast(bytes AS DOUBLE) * 2"}
            """);
    Messages messages =
        new Messages()
            .add(
                "2025-03-01T00:00:00Z",
                "{'who': 'h1', 'bytes': 7, 'port': 53, 'name': 'a1b2.example'}")
            .add("2025-03-01T00:00:01Z", "{'bytes': '12'}");
    Dataset<Row> table = features.table(features.records(messages.rows()));
    assertEquals(
        List.of("[h1,7,53,2.0,false,14.0]", "[dns,12,null,null,true,24.0]"),
        table
            .orderBy("message_id")
            .select(
                "actor",
                "`feature.bytes`",
                "`feature.port`",
                "`feature.numbers_in_hostname`",
                "`feature.empty_query_name`",
                "`feature.twice`")
            .collectAsList()
            .stream()
            .map(Row::toString)
            .toList());
    Look look = features.look(messages.rows());
    assertEquals(Map.of("bytes", true), look.numeric().get(DAY));
    assertEquals(
        "[NUMERIC, CATEGORICAL, NUMERIC, BOOLEAN, NUMERIC]",
        features.compared(table, look.numeric().get(DAY)).stream()
            .map(feature -> feature.kind())
            .toList()
            .toString());
  }

  @Test
  void aPathThatNoMessageHasIsNamedWithTheNearest() {
    Features features =
        Sections.features("features: [{type: field, name: n, data_needed: dns.qestion.name}]\n");
    Messages messages =
        new Messages().add("2025-03-01T00:00:00Z", "{'dns': {'question': {'name': 'x'}}}");
    IllegalKeyException refused =
        assertThrows(
            IllegalKeyException.class,
            () -> CheckedLook.of(features, messages.rows(), dates("2025-03-01")));
    assertEquals(
        "features.features.[0].data_needed names dns.qestion.name, which no message has; did you"
            + " mean dns.question.name? the data has: [dns.question.name]",
        refused.getMessage());
  }

  @Test
  void aPathThatOtherDatesHaveIsNoMistake() {
    Features features =
        Sections.features("features: [{type: field, name: n, data_needed: name}]\n");
    Messages messages =
        new Messages()
            .add("2025-03-01T00:00:00Z", "{'name': 'x'}")
            .add("2025-03-02T00:00:00Z", "{'other': 'x'}");
    assertEquals(1, CheckedLook.of(features, messages.rows(), dates("2025-03-02")).records());
  }

  @Test
  void directFlagsSayWhatTheyFoundWithTheRecordsOwnWords() {
    Features features =
        Sections.features(
            """
            actor: who
            flags:
              - type: direct
                name: has_dns_data_b64_encoded
                data_needed: answer
                message: "{actor} was told {answer}"
                severity: high
              - {type: sql, name: odd_port, expression: "port <> '53'", where: "who = 'h1'"}
            """);
    Messages messages =
        new Messages()
            .add(
                "2025-03-01T00:00:00Z",
                "{'who': 'h1', 'port': '53', 'answer':"
                    + " 'gD9i1u9LQ/xSPZgv/gIlvrstYjmfzXkeczlLgtvaErpCmfzYBFafox0PCudQNjcu'}")
            .add("2025-03-01T00:00:01Z", "{'who': 'h1', 'port': '80', 'answer': '192.0.2.1'}")
            .add("2025-03-01T00:00:02Z", "{'who': 'h2\\u202e{answer}', 'port': '80'}")
            .add("2025-03-01T00:00:03Z", "{'port': null, 'answer': null}");
    List<String> found =
        find(features, messages.rows(), "2025-03-01").stream()
            .map(row -> row.replaceAll("\\[[0-9a-f]{32},[0-9a-f]{32},", "["))
            .toList();
    assertEquals(
        List.of(
            "[features,h1,dns,m00000,flag:has_dns_data_b64_encoded,has_dns_data_b64_encoded,1.0,high,"
                + "h1 was told gD9i1u9LQ/xSPZgv/gIlvrstYjmfzXkeczlLgtvaErpCmfzYBFafox0PCudQNjcu]",
            "[features,h1,dns,m00001,flag:odd_port,odd_port,0.6,medium,h1 matches odd_port]"),
        found);
  }

  @Test
  void clustersFindWhatLiesApartAndSayByWhat() {
    Features features =
        Sections.features(
            """
            features:
              - {type: field, name: bytes, data_needed: bytes}
              - {type: field, name: kind, data_needed: kind}
            clusters: {}
            """);
    Random random = new Random(1);
    Messages messages = new Messages();
    for (int i = 0; i < 100; i++) {
      messages.add(
          "2025-03-01T00:00:00Z",
          "{'bytes': %d, 'kind': 'query'}".formatted(100 + random.nextInt(20)));
    }
    messages.add("2025-03-01T12:00:00Z", "{'bytes': 90000, 'kind': 'transfer'}");
    List<String> found = find(features, messages.rows(), "2025-03-01");
    assertEquals(1, found.size());
    assertTrue(found.get(0).contains(",m00100,clusters,clusters,"), found.get(0));
    assertTrue(
        found
            .get(0)
            .contains(
                "lies apart from the other records of its date by kind transfer (50%, usual query"
                    + " in 100 of 100), bytes 90000 (50%, usual 10"),
        found.get(0));
  }

  @Test
  void dataWithoutClustersHasNoSuspects() {
    Features features =
        Sections.features(
            """
            features: [{type: field, name: bytes, data_needed: bytes}]
            clusters: {}
            """);
    Messages messages = new Messages();
    for (int i = 0; i < 100; i++) {
      messages.add("2025-03-01T00:00:00Z", "{'bytes': %d}".formatted(i * 7 % 100));
    }
    assertEquals(List.of(), find(features, messages.rows(), "2025-03-01"));
  }

  @Test
  void whatSparkTakesForANumberAndJavaDoesNotIsMissing() {
    Features features =
        Sections.features(
            """
            features: [{type: field, name: bytes, data_needed: bytes}]
            clusters: {}
            """);
    Messages messages = new Messages();
    for (String bytes : List.of("inf", "-Infinity", "nan", " 7 ", "1e3", "1.5d", "+inf")) {
      messages.add("2025-03-01T00:00:00Z", "{'bytes': '%s'}".formatted(bytes));
    }
    assertEquals(List.of(), find(features, messages.rows(), "2025-03-01"));
  }

  @Test
  void theForestEngineFindsTheSameOutlier() {
    Features features =
        Sections.features(
            """
            features:
              - {type: field, name: bytes, data_needed: bytes}
              - {type: field, name: kind, data_needed: kind}
            clusters: {engine: {type: forest}}
            """);
    Random random = new Random(1);
    Messages messages = new Messages();
    for (int i = 0; i < 300; i++) {
      messages.add(
          "2025-03-01T00:00:00Z",
          "{'bytes': %d, 'kind': 'query'}".formatted(100 + random.nextInt(50)));
    }
    messages.add("2025-03-01T12:00:00Z", "{'bytes': 90000, 'kind': 'transfer'}");
    List<String> found = find(features, messages.rows(), "2025-03-01");
    assertEquals(1, found.size(), found.toString());
    assertTrue(found.get(0).contains(",m00300,"), found.get(0));
  }

  @Test
  void datesAskedOneByOneGiveWhatTheyGiveTogether() {
    Features features =
        Sections.features(
            """
            features:
              - {type: field, name: bytes, data_needed: bytes}
              - {type: metric, name: numbers_in_hostname, data_needed: name}
            flags: [{type: sql, name: big, expression: "try_cast(bytes AS DOUBLE) > 200"}]
            clusters: {}
            """);
    Random random = new Random(5);
    Messages messages = new Messages();
    for (int i = 0; i < 150; i++) {
      boolean odd = random.nextInt(40) == 0;
      messages.add(
          "2025-03-0%dT00:00:00Z".formatted(1 + random.nextInt(3)),
          "{'bytes': %d, 'name': '%s'}"
              .formatted(
                  odd ? 5_000 + random.nextInt(9) : random.nextInt(100),
                  odd ? "1234567" : "n" + random.nextInt(10)));
    }
    List<String> together =
        find(features, messages.rows(), "2025-03-01", "2025-03-02", "2025-03-03");
    List<String> oneByOne = new ArrayList<>();
    for (int day = 1; day <= 3; day++) {
      oneByOne.addAll(find(features, messages.rows().repartition(3), "2025-03-0" + day));
    }
    assertTrue(together.size() > 3, together.toString());
    assertEquals(together.stream().sorted().toList(), oneByOne.stream().sorted().toList());
  }

  private static List<String> find(Features features, Dataset<Row> messages, String... dates) {
    Dataset<Row> none =
        SharedSpark.session().createDataFrame(List.of(), Table.FEATURE_COUNTS.schema());
    return FeatureDetectors.find(features, dates(dates), messages, none).stream()
        .flatMap(
            rows ->
                rows
                    .orderBy("message_id")
                    .select(
                        "anomaly_id",
                        "event_id",
                        "profile",
                        "actor",
                        "transport",
                        "message_id",
                        "detector",
                        "field",
                        "score",
                        "severity",
                        "reason")
                    .collectAsList()
                    .stream())
        .map(Row::toString)
        .toList();
  }

  private static NavigableSet<LocalDate> dates(String... dates) {
    return new TreeSet<>(List.of(dates).stream().map(LocalDate::parse).toList());
  }
}
