package dev.nightwarden.observe;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.reporter.Mandatory;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SQL of a config over messages that were written to break it. */
class HostileSqlTest {
  private static Dataset<Row> messages(SparkSession spark) {
    return spark.sql(
        """
        SELECT id AS message_id, 'web' AS transport, TIMESTAMP'2025-03-01 10:00:00' AS event_time,
          DATE'2025-03-01' AS event_date,
          parse_json(to_json(named_struct('user', user, 'n', n, 'day', day))) AS data
        FROM VALUES ('1', 'a/ann', '4', '2025-03-01'), ('2', 'bob', '0', 'a day'),
          ('3', repeat('a', 20000), '0', '') AS t(id, user, n, day)
        """);
  }

  private static Profile profile(String matches, String actorSql) {
    return new Profile(
        "p",
        List.of(),
        matches,
        actorSql == null ? "user" : null,
        actorSql,
        OptionalInt.empty(),
        Map.of("n", new Field.Single(null, new Mandatory(1.0))),
        Map.of("n", DataTypes.LongType));
  }

  private static List<Row> watched(SparkSession spark, String matches, String actorSql) {
    return Observe.watched(messages(spark), profile(matches, actorSql))
        .select(col("message_id"), col("actor"), col(Observe.SQL_ERROR))
        .orderBy("message_id")
        .collectAsList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          split(user, '/')[1] = 'ann'                    | [INVALID_ARRAY_INDEX]
          8 / n = 2                                      | [DIVIDE_BY_ZERO]
          to_timestamp(day, 'yyyy-MM-dd') <= event_time  | [CANNOT_PARSE_TIMESTAMP]
          """)
  void aConditionThatCannotBeEvaluatedDoesNotHold(String sql, String error) {
    List<Row> watched = watched(SharedSpark.session(), sql, null);

    assertEquals(3, watched.size(), watched::toString);
    assertEquals("a/ann", watched.get(0).getString(1));
    assertEquals(null, watched.get(0).getString(2));
    for (Row failing : watched.subList(1, 3)) {
      assertEquals(null, failing.getString(1));
      assertTrue(failing.getString(2).startsWith(error), failing::toString);
      assertTrue(failing.getString(2).length() <= 301, failing::toString);
    }
  }

  @Test
  void aMessageWhoseActorCannotBeToldIsNotObserved() {
    SparkSession spark = SharedSpark.session();
    Profile profile = profile(null, "split(user, '/')[1]");

    List<Row> watched = watched(spark, null, "split(user, '/')[1]");
    Dataset<Row> observed =
        Observe.observations(Observe.watched(messages(spark), profile), profile);

    assertEquals("[1,ann,null]", watched.get(0).toString());
    assertTrue(watched.get(1).getString(2).startsWith("[INVALID_ARRAY_INDEX]"), watched::toString);
    assertEquals(
        List.of("[ann,n,\"4\"]"),
        observed.select("actor", "field", "value").collectAsList().stream()
            .map(Row::toString)
            .toList());
  }

  @Test
  void aPatternThatNeverEndsIsGivenUp() {
    for (String sql :
        List.of("user RLIKE '^(a+a+)+\\\\1b$'", "regexp_like(user, '^(a+a+)+\\\\1b$')")) {
      List<Row> watched = watched(SharedSpark.session(), sql, null);
      assertEquals(1, watched.size(), watched::toString);
      assertEquals(
          "[3,null,the pattern takes too long on this text of 20000 characters; fewer repeats inside"
              + " repeats would help]",
          watched.get(0).toString(),
          sql);
    }
    for (String sql : List.of("user RLIKE '^(a+)+b$'", "user RLIKE '(a|b)*c'")) {
      assertEquals(List.of(), watched(SharedSpark.session(), sql, null), sql);
    }
    assertEquals(
        1, watched(SharedSpark.session(), "user RLIKE '^A/' OR user RLIKE 'nn'", null).size());
  }

  /** What two conditions share, Spark's generated code computes before both. */
  @Test
  void generatedCodeSurvivesToo() {
    SparkSession spark = SharedSpark.session().newSession();
    spark.conf().set("spark.sql.codegen.wholeStage", "true");
    spark.conf().set("spark.sql.codegen.factoryMode", "CODEGEN_ONLY");
    String part = "split(user, '/')[1]";

    List<Row> watched = watched(spark, part + " = 'x' OR upper(" + part + ") = 'ANN'", part);

    assertEquals("[1,ann,null]", watched.get(0).toString());
    assertEquals(3, watched.size(), watched::toString);
    assertTrue(watched.get(2).getString(2).startsWith("[INVALID_ARRAY_INDEX]"), watched::toString);
  }
}
