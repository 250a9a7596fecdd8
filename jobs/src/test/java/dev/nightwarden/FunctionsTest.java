package dev.nightwarden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class FunctionsTest {
  private static final SparkSession spark = SharedSpark.session();

  @Test
  void theSessionExtensionMakesReportersKnownToSql() {
    Row row =
        spark
            .sql(
                """
                SELECT mandatory_score(2, 3, 2), mandatory_score(0, 3, 2), mandatory_score(1, 3, 2),
                  mandatory_score(NULL, 3, 2), optional_score(0, 4, 3), optional_score(1, 4, 3),
                  optional_score(NULL, 4, 3), optional_score(0, 0, 0)
                """)
            .first();

    assertEquals("[0.0,1.0,0.6666666666666667,1.0,0.75,0.0,0.0,1.0]", row.toString());
  }

  @Test
  void valuesAreFoundByPath() {
    Row row =
        spark
            .sql(
                """
                SELECT value_at(data, 'a.b'), text_at(data, 'a.b'), value_at(data, 'c'),
                  printable('a\\nb')
                FROM VALUES (parse_json('{"a": {"b": "x"}, "c": null}')) AS t(data)
                """)
            .first();

    assertEquals("[\"x\",x,null,a\uFFFDb]", row.toString());
  }

  @Test
  void registeringThemAgainDoesNoHarm() {
    NightwardenFunctions.register(spark);

    assertEquals(1.0, spark.sql("SELECT mandatory_score(0, 3, 2)").first().getDouble(0));
  }

  @Test
  void aWrongNumberOfArgumentsIsToldWithTheUsage() {
    Exception error =
        assertThrows(Exception.class, () -> spark.sql("SELECT mandatory_score(1)").first());

    assertTrue(
        error.getMessage().contains("mandatory_score(seen, total, distinct) takes 3 arguments"),
        error::getMessage);
  }
}
