package dev.nightwarden.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nightwarden.SharedSpark;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageSqlTest {
  private static final Map<String, DataType> TYPES = Map.of("bytes", DataTypes.LongType);

  private static final Dataset<Row> MESSAGE =
      SharedSpark.session()
          .sql(
              """
              SELECT 'm1' AS message_id, 'web' AS transport,
                TIMESTAMP'2025-03-01 10:00:00' AS event_time, DATE'2025-03-01' AS event_date,
                parse_json('{"user": "ann", "bytes": "12", "n": 5, "geo": {"city": "Lima"},
                  "dns.question": "x", "message_id": "inner"}') AS data
              """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          user = 'ann'                               | true
          geo.city = 'Lima'                          | true
          bytes > 5                                  | true
          bytes RLIKE '^1'                           | true
          user RLIKE '^(?i:AN)+'                     | true
          regexp_like(user, 'an$')                   | false
          (missing RLIKE 'x') IS NULL                | true
          n > '4'                                    | true
          `dns.question` = 'x'                       | true
          missing IS NULL                            | true
          message_id = 'm1' AND transport = 'web'    | true
          hour(event_time) = 10                      | true
          exists(split(user, 'n'), x -> x = 'a')     | true
          """)
  void aNameIsAPathIntoTheMessage(String sql, boolean expected) {
    assertEquals(expected, MESSAGE.select(MessageSql.parse(sql, TYPES)).first().getBoolean(0), sql);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          reflect('java.lang.System', 'exit', 1) = ''| must not call reflect, which reaches outside the message
          java_method('a', 'b') = ''                 | must not call java_method, which reaches outside the message
          user = uuid()                              | must not call uuid, whose result depends on when it is evaluated
          rand() > 0.5                               | must not call rand, whose result depends on when it is evaluated
          event_time < now()                         | must not call now, whose result depends on when it is evaluated
          event_date = current_date                  | must not use current_date, whose result depends on when it is evaluated
          user IN (SELECT 1)                         | must not contain a subquery
          input_file_block_start() = 0               | must be deterministic, but depends on when or where it is evaluated
          user = base64(aes_encrypt(n, n))           | must not call aes_encrypt, whose result depends on when it is evaluated
          count(user) > 1                            | must be computed from one message alone: no aggregate, no window, no explode
          row_number() OVER (ORDER BY user) = 1      | must be computed from one message alone: no aggregate, no window, no explode
          explode(array(true))                       | must be computed from one message alone: no aggregate, no window, no explode
          """)
  void whatIsNotOfTheMessageIsRefused(String sql, String message) {
    SqlException error = assertThrows(SqlException.class, () -> check(sql));

    assertEquals(message, error.getMessage());
  }

  @Test
  void whatDoesNotParseIsTold() {
    SqlException error = assertThrows(SqlException.class, () -> check("user = = 'a'"));

    assertEquals(
        "does not parse as SQL: [PARSE_SYNTAX_ERROR] Syntax error at or near '='."
            + " SQLSTATE: 42601 (line 1, pos 7)",
        error.getMessage());
  }

  @Test
  void anUnknownFunctionIsTold() {
    SqlException error = assertThrows(SqlException.class, () -> check("frobnicate(user)"));

    assertEquals(true, error.getMessage().contains("`frobnicate`"), error::getMessage);
  }

  @Test
  void aPatternIsReadBeforeTheNight() {
    SqlException error = assertThrows(SqlException.class, () -> check("user RLIKE '('"));

    assertEquals("has '(', which is not a regular expression: Unclosed group", error.getMessage());
    check("bytes RLIKE '^1'");
  }

  @Test
  void aConditionMustBeTrueOrFalse() {
    SqlException error = assertThrows(SqlException.class, () -> check("upper(user)"));

    assertEquals("gives a string, but must give a boolean", error.getMessage());
  }

  /** One message with another text would end the night; and whoever writes logs can write one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          length(upper(n)) + upper(n) = 5            | upper(n)  | bigint
          CAST(n AS INT) = 5                         | n         | int
          event_time > `geo.at`                      | `geo.at`  | timestamp
          CAST(Day AS DATE) < event_date AND day = ''| Day     | date
          """)
  void aTextIsNotTakenForANumberUnseen(String sql, String path, String type) {
    SqlException error = assertThrows(SqlException.class, () -> check(sql));

    assertEquals(
        ("takes the text %s for a %s, and cannot be evaluated where it is none; declare it"
                + " with types in its transport, or write try_cast(%s AS %s)")
            .formatted(path, type, path, type),
        error.getMessage());
  }

  @Test
  void declaredTypesAndTriedCastsAreFine() {
    check("bytes > 5 AND try_cast(n AS INT) = 5 AND event_time > '2025-01-01' AND User = user");
  }

  @Test
  void thePathsOfAnExpressionAreKnown() {
    assertEquals(
        List.of("user", "geo.city"),
        MessageSql.paths("user = 'a' OR geo.city = user AND message_id = 'x'"));
  }

  private static void check(String sql) {
    MessageSql.check(SharedSpark.session(), sql, TYPES, DataTypes.BooleanType);
  }
}
