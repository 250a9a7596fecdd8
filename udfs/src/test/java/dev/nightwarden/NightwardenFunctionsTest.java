package dev.nightwarden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.geo.GeoFiles;
import dev.nightwarden.sql.Argument;
import dev.nightwarden.sql.Example;
import dev.nightwarden.sql.SqlFunction;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the catalogue says of each function is what SQL finds. */
class NightwardenFunctionsTest {
  private static final SparkSession spark = PlainSession.session();

  @BeforeAll
  static void nameTheDatabasesOfTheDemo() {
    spark.conf().set(GeoFiles.CITY_DB, "../test-data/geoip/city.mmdb");
    spark.conf().set(GeoFiles.ASN_DB, "../test-data/geoip/asn.mmdb");
  }

  @AfterAll
  static void nameNone() {
    spark.conf().unset(GeoFiles.CITY_DB);
    spark.conf().unset(GeoFiles.ASN_DB);
  }

  @Test
  void examplesGiveWhatTheySay() {
    List<Example> examples =
        NightwardenFunctions.all().stream().flatMap(f -> f.examples().stream()).toList();
    Row found =
        select(
            examples.stream()
                .map(example -> "CAST(%s AS STRING)".formatted(example.call()))
                .toList());

    for (int i = 0; i < examples.size(); i++) {
      Example example = examples.get(i);
      assertEquals(
          example.result(), Objects.requireNonNullElse(found.getString(i), "NULL"), example::call);
    }
  }

  @Test
  void everyExampleCallsItsFunction() {
    for (SqlFunction function : NightwardenFunctions.all()) {
      for (Example example : function.examples()) {
        assertTrue(example.call().contains(function.name() + "("), example::call);
      }
    }
  }

  @Test
  void takeTheTypesOfTheirArgumentsAndGiveTheirOwn() {
    StructType types = select(calledWithNulls()).schema();

    Map<String, String> found = new TreeMap<>();
    Map<String, String> said = new TreeMap<>();
    for (int i = 0; i < types.length(); i++) {
      SqlFunction function = NightwardenFunctions.all().get(i);
      found.put(function.name(), types.apply(i).dataType().simpleString());
      said.put(function.name(), function.type());
    }
    assertEquals(said, found);
  }

  @Test
  void nullsGiveNullButForThoseThatSayOtherwise() {
    Row found = select(calledWithNulls());

    Map<String, String> notNull = new TreeMap<>();
    for (int i = 0; i < found.length(); i++) {
      if (!found.isNullAt(i)) {
        notNull.put(NightwardenFunctions.all().get(i).name(), found.get(i).toString());
      }
    }
    assertEquals(
        Map.of(
            "mandatory_score", "1.0",
            "optional_score", "0.0",
            "is_empty_name", "true",
            "geo_place", "[null,null,null,null,null,null,null,null,null,null,none]",
            "geo_network", "[null,null,none]"),
        notNull);
  }

  @Test
  void describeFunctionExtendedAnswersForEach() {
    for (SqlFunction function : NightwardenFunctions.all()) {
      String told =
          spark.sql("DESCRIBE FUNCTION EXTENDED " + function.name()).collectAsList().stream()
              .map(row -> row.getString(0))
              .collect(Collectors.joining("\n"));

      assertTrue(told.contains("Function: %s\n".formatted(function.name())), told);
      assertTrue(
          told.contains("Usage: %s - %s".formatted(function.usage(), function.gives())), told);
      for (Argument argument : function.arguments()) {
        assertTrue(
            told.contains(
                "* %s - %s: %s\n".formatted(argument.name(), argument.type(), argument.meaning())),
            told);
      }
      for (Example example : function.examples()) {
        assertTrue(
            told.contains("> SELECT %s;\n       %s\n".formatted(example.call(), example.result())),
            told);
      }
      assertTrue(told.contains("Gives: %s. %s".formatted(function.type(), function.nulls())), told);
      assertTrue(told.contains(function.note()), told);
    }
  }

  /** Each function, every argument a null of its type. */
  private static List<String> calledWithNulls() {
    return NightwardenFunctions.all().stream()
        .map(
            function ->
                function.arguments().stream()
                    .map(argument -> "CAST(NULL AS %s)".formatted(argument.type()))
                    .collect(Collectors.joining(", ", function.name() + "(", ")")))
        .toList();
  }

  private static Row select(List<String> expressions) {
    // A table, so that the functions run as they do in a job and are not folded away.
    return spark
        .sql("SELECT " + String.join(", ", expressions) + " FROM (SELECT explode(array(1)) AS one)")
        .head();
  }
}
