package dev.nightwarden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.geo.GeoFiles;
import java.util.List;
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
  void placeAndNetworkOfAnAddressAreStructs() {
    spark.conf().set(GeoFiles.CITY_DB, "../test-data/geoip/city.mmdb");
    spark.conf().set(GeoFiles.ASN_DB, "../test-data/geoip/asn.mmdb");
    try {
      assertEquals(
          List.of(
              "[203.0.113.161,Lima,PE,-12.0464,64504,Miraflores Telecom SA,found]",
              "[2001:db8:30::1,Halifax,CA,44.6488,64501,Chebucto Cable Inc,found]",
              "[8.8.8.8,null,null,null,null,null,unknown]",
              "[10.0.0.1,null,null,null,null,null,private]",
              "[x,null,null,null,null,null,malformed]",
              "[null,null,null,null,null,null,none]"),
          spark
              .sql(
                  """
                  SELECT ip, geo_place(ip).city, geo_place(ip).country_code, geo_place(ip).latitude,
                    geo_network(ip).number, geo_network(ip).owner, geo_network(ip).status
                  FROM VALUES ('203.0.113.161'), ('2001:db8:30::1'), ('8.8.8.8'), ('10.0.0.1'),
                    ('x'), (NULL) AS t(ip)
                  """)
              .collectAsList()
              .stream()
              .map(Row::toString)
              .toList());
    } finally {
      spark.conf().unset(GeoFiles.CITY_DB);
      spark.conf().unset(GeoFiles.ASN_DB);
    }
  }

  @Test
  void withoutADatabasePlaceAndNetworkSayHowToNameOne() {
    assertRefused(
        "geo_place has no database: name the .mmdb file with"
            + " spark.conf().set(\"spark.nightwarden.geoip.city_db\", PATH)",
        "SELECT geo_place('1.2.3.4')");
    spark.conf().set(GeoFiles.ASN_DB, "nowhere.mmdb");
    try {
      assertRefused("nowhere.mmdb: no such file", "SELECT geo_network('1.2.3.4')");
    } finally {
      spark.conf().unset(GeoFiles.ASN_DB);
    }
  }

  private static void assertRefused(String message, String sql) {
    Exception error = assertThrows(Exception.class, () -> spark.sql(sql).first());
    assertTrue(error.getMessage().contains(message), error::getMessage);
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
