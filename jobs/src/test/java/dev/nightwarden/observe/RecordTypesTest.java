package dev.nightwarden.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nightwarden.SharedSpark;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is a number in the record is a number in SQL; and so are booleans. */
class RecordTypesTest {
  private static final Map<String, DataType> TYPES =
      Map.of("bytes", DataTypes.LongType, "zip", DataTypes.StringType);

  private static final Dataset<Row> MESSAGE =
      SharedSpark.session()
          .sql(
              """
              SELECT 'm1' AS message_id, 'web' AS transport,
                TIMESTAMP'2025-03-01 10:00:00' AS event_time, DATE'2025-03-01' AS event_date,
                parse_json('{"user": "ann", "bytes": "12", "zip": "0123", "n": 5, "half": 5.5,
                  "port": {"src": 443, "dst": 53}, "ten": 10, "nine": 9, "text9": "9", "text10": "10",
                  "huge": 9007199254740993, "vast": 1e25, "tiny": 5.0000000000000000000001, "no": false,
                  "yes": true, "says": "true", "list": [1], "ts": 1379288667.706265, "nothing": null,
                  "nan": "NaN", "zero": 0}') AS data
              """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          n = 5                                     | true
          n = 5.0                                   | true
          5 < n                                     | false
          n <> 6                                    | true
          n <=> 5                                   | true
          half = 5                                  | false
          half > 5                                  | true
          half = 5.5                                | true
          tiny = 5                                  | false
          tiny > 5                                  | true
          -tiny > -5                                | false
          port.dst = 53                             | true
          port.dst IN (1, 53)                       | true
          port.dst NOT IN (1, 53)                   | false
          port.src IN (53, 443.0)                   | true
          port.dst BETWEEN 50 AND 60                | true
          port.dst NOT BETWEEN 50 AND 60            | false
          n + 1 > 5                                 | true
          n + half = 10.5                           | true
          n * 2 + ten = 20                          | true
          n / 2 = 2.5                               | true
          -n < 0                                    | true
          abs(n - ten) = 5                          | true
          ten % 3 = 1                               | true
          (ten & 3) = 2                             | true
          ten DIV 3 = 3                             | true
          round(half) = 6                           | true
          sqrt(nine) = 3                            | true
          greatest(nine, ten) > 9                   | true
          coalesce(missing, n) = 5                  | true
          coalesce(missing, 0) = 0                  | true
          10 / nullif(n, 0) = 2                     | true
          nullif(n, 5) IS NULL                      | true
          nullif(user, 'bob') = 'ann'               | true
          if(n > 4, n, ten) = 5                     | true
          CASE n WHEN 5 THEN true END               | true
          CASE WHEN yes THEN nine ELSE n END > 8    | true
          huge = 9007199254740993                   | true
          huge = 9007199254740992                   | false
          vast > 9223372036854775807                | true
          vast > 1e24                               | true
          substring(user, n - 3, 1) = 'n'           | true
          substring(user, 3, n) = 'n'               | true
          length(repeat('x', n)) = 5                | true
          date_add(event_date, n) = DATE'2025-03-06'| true
          from_unixtime(ts) IS NOT NULL             | true
          nine < ten                                | true
          ten > nine                                | true
          text9 < text10                            | false
          nine < text10                             | true
          n = half                                  | false
          ten = text10                              | true
          user <> n                                 | true
          nothing <=> missing                       | true
          n <=> missing                             | false
          n IN (ten, half, 5)                       | true
          n IN (nine, ten)                          | false
          nine BETWEEN n AND ten                    | true
          nine BETWEEN n AND 10                     | true
          bytes > n                                 | true
          text10 > 9                                | true
          n > length(user)                          | true
          hour(event_time) = ten                    | true
          n = '5'                                   | true
          ten > '9'                                 | false
          zip = '0123'                              | true
          concat(n, user) = '5ann'                  | true
          n LIKE '5%'                               | true
          length(ten) = 2                           | true
          yes                                       | true
          NOT no                                    | true
          yes AND n = 5                             | true
          no OR says                                | true
          no = false                                | true
          yes IS TRUE                               | true
          says = true                               | true
          yes = 'true'                              | true
          if(no, n, ten) = 10                       | true
          user > 5                                  |
          user = 5                                  |
          user + 1 > 0                              |
          missing > 5                               |
          nothing = 0                               |
          nan > 5                                   |
          list = 1                                  |
          no = 0                                    |
          n = true                                  |
          user AND yes                              |
          missing = n                               |
          user IN (5, 6)                            |
          """)
  void aFieldHasTheRecordsType(String sql, Boolean expected) {
    MessageSql.check(SharedSpark.session(), sql, TYPES, DataTypes.BooleanType);

    Row found = MESSAGE.select(MessageSql.attemptCondition(sql, TYPES)).first();

    assertEquals(expected, found.get(0), sql);
    assertEquals(null, MESSAGE.select(MessageSql.attemptError(sql, TYPES)).first().get(0), sql);
  }

  @ParameterizedTest
  @CsvSource({
    "n + 1, double",
    "n, string",
    "n > 1, boolean",
    "round(half), double",
    "bytes, bigint",
    "n || 'x', string",
  })
  void anExpressionGivesWhatItsPartsAreTakenFor(String sql, String type) {
    assertEquals(type, MessageSql.check(SharedSpark.session(), sql, TYPES).simpleString());
  }

  @Test
  void aFieldDeclaredTextIsText() {
    SqlException error =
        assertThrows(
            SqlException.class,
            () -> MessageSql.check(SharedSpark.session(), "zip > 5", TYPES, DataTypes.BooleanType));

    assertEquals(
        "takes the text zip for a bigint, and cannot be evaluated where it is none; declare it with"
            + " types in its transport, or write try_cast(zip AS bigint)",
        error.getMessage());
  }
}
