package dev.nightwarden.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches by regular expression, beside Spark's own. */
class SearchesTest {
  private static final Dataset<Row> TEXTS =
      SharedSpark.session()
          .sql(
              """
              SELECT id AS message_id, 'web' AS transport,
                TIMESTAMP'2025-03-01 10:00:00' AS event_time, DATE'2025-03-01' AS event_date,
                text, parse_json(to_json(named_struct('text', text))) AS data
              FROM VALUES ('1', 'a1b22c'), ('2', ''), ('3', NULL), ('4', '\u00e9,,x\ud83d\ude00,'),
                ('5', 'x/y/z'), ('6', 'A_%b\nc') AS t(id, text)
              """);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "regexp_extract(text, '([a-z])([0-9]+)')",
        "regexp_extract(text, '([a-z])([0-9]+)', 2)",
        "regexp_extract(text, '([a-z])|(x)', 2)",
        "regexp_extract(text, '[a-z]', 0)",
        "regexp_extract_all(text, '([a-z])([0-9]*)')",
        "regexp_extract_all(text, '([a-z])([0-9]*)', 2)",
        "regexp_substr(text, '[0-9]+')",
        "regexp_count(text, '[a-z]')",
        "regexp_instr(text, '[0-9]+')",
        "regexp_replace(text, '[0-9]', '<$0>')",
        "regexp_replace(text, '([a-z])([0-9])', '$2$1\\\\$')",
        "regexp_replace(text, '([a-z])', '$12', 3)",
        "regexp_replace(text, '', '-')",
        "regexp_replace(text, '^.', '-', 2)",
        "regexp_replace(text, 'x', 'y', 99)",
        "split(text, ',')",
        "split(text, '[0-9]')",
        "split(text, '[,/]', 2)",
        "split(text, '')",
        "split(text, '(?=[a-z])')",
        "split(text, ',', 0)",
        "text LIKE '%a%b%c%'",
        "text LIKE '%\\\\_\\\\%%b_c%'",
        "text ILIKE '%a%_%B%'",
        "text LIKE ANY ('%a%b%c%', 'x%')",
        "text NOT LIKE ALL ('%a%b%c%', 'x%')",
        "text RLIKE '[0-9]'",
        "regexp_like(text, '^.$')",
      })
  void everyOneGivesWhatSparksOwnGives(String sql) {
    Dataset<Row> both =
        TEXTS.select(
            org.apache.spark.sql.functions.expr(sql).as("own"),
            MessageSql.attempt(sql, Map.of()).as("bounded"));
    for (Row row : both.collectAsList()) {
      assertEquals(String.valueOf(row.get(0)), String.valueOf(row.get(1)), sql);
    }
  }

  private static final Dataset<Row> LONG =
      SharedSpark.session()
          .sql(
              """
              SELECT '1' AS message_id, 'web' AS transport,
                TIMESTAMP'2025-03-01 10:00:00' AS event_time, DATE'2025-03-01' AS event_date,
                parse_json(to_json(named_struct('text', repeat('a', 100000)))) AS data
              """);

  @Test
  void aLongTextIsLookedThrough() {
    for (String sql :
        List.of(
            "text RLIKE '^(a|b)*$'",
            "NOT text RLIKE '^(a+)+b$'",
            "length(regexp_extract(text, '^((?:[^\"\\\\\\\\]|\\\\\\\\.)*)$')) = 100000",
            "regexp_replace(text, '(a+)+b', 'x') = text",
            "size(split(text, '(a+)+b')) = 1",
            "regexp_count(text, '(a+)+b') = 0",
            "NOT text LIKE '%a%a%a%b'",
            "NOT text ILIKE '%A%A%b%'")) {
      Row row =
          LONG.select(
                  MessageSql.attemptCondition(sql, Map.of()),
                  MessageSql.attemptError(sql, Map.of()))
              .first();
      assertEquals("[true,null]", row.toString(), sql);
    }
  }

  @Test
  void whatTakesTooLongIsGivenUpWithItsReason() {
    for (String sql : List.of("regexp_replace(text, '(a+a+)+\\\\1b', 'x') = text")) {
      String error = LONG.select(MessageSql.attemptError(sql, Map.of())).first().getString(0);
      assertNotNull(error, sql);
      assertTrue(error.startsWith("the pattern "), error);
    }
  }

  @Test
  void aPatternThatIsNoneIsToldBeforeTheNight() {
    SqlException error =
        assertThrows(
            SqlException.class, () -> MessageSql.parse("regexp_extract(a, '(') = ''", Map.of()));
    assertEquals("has '(', which is not a regular expression: Unclosed group", error.getMessage());
  }
}
