package dev.nightwarden.assess;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.nightwarden.SharedSpark;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class RisksTest {
  /** actor date profile detector field points. */
  private static Dataset<Row> sources(String... lines) {
    return SharedSpark.session()
        .createDataset(List.of(lines), Encoders.STRING())
        .selectExpr("split(value, ' ') AS part")
        .selectExpr(
            "part[0] AS actor",
            "CAST(part[1] AS DATE) AS event_date",
            "part[2] AS profile",
            "part[3] AS detector",
            "part[4] AS field",
            "CAST(part[5] AS DOUBLE) AS points",
            "array(named_struct('figure', 1D, 'weight', 1D, 'event_id', part[4], 'reason',"
                + " concat('why ', part[4]), 'attack', array('T1078'))) AS said",
            "CAST(array() AS ARRAY<STRING>) AS marks");
  }

  private static List<String> risks(Dataset<Row> sources) {
    return Risks.of(Risks.points(sources))
        .orderBy("actor", "event_date")
        .selectExpr(
            "concat_ws(' ', actor, event_date, points, carried, risk, array_join(transform("
                + "contributions, one -> concat(coalesce(one.field, CAST(one.event_date AS STRING)), '=',"
                + " one.points)), ','))")
        .as(Encoders.STRING())
        .collectAsList();
  }

  @Test
  void eachFurtherSourceOfADateCountsLess() {
    // 3 + 1.5 / 2 + 0.9 / 3 = 4.05; 100 (1 - 2^(-4.05 / 6)) = 37.367
    assertEquals(
        List.of("ann 2025-03-10 4.05 0.0 37.366778 b=3.0,c=0.75,a=0.3"),
        risks(
            sources(
                "ann 2025-03-10 p reporter a 0.9",
                "ann 2025-03-10 p reporter b 3",
                "ann 2025-03-10 q flag:x c 1.5",
                "ann 2025-03-10 p reporter d 0")));
  }

  @Test
  void whatWasLingersForAWhile() {
    // A day later half of the 4 points are left, two days later a quarter, and half of the day's.
    assertEquals(
        List.of(
            "ann 2025-03-10 4.0 0.0 37.003948 a=4.0",
            "ann 2025-03-11 1.0 2.0 29.289322 a=1.0,2025-03-10=2.0",
            "ann 2025-03-12 1.0 1.5 25.084646 a=1.0,2025-03-10=1.0,2025-03-11=0.5",
            "ann 2025-04-10 1.0 0.0 10.910128 a=1.0",
            "bob 2025-03-11 1.0 0.0 10.910128 a=1.0"),
        risks(
            sources(
                "ann 2025-03-10 p reporter a 4",
                "ann 2025-03-11 p reporter a 1",
                "ann 2025-03-12 p reporter a 1",
                "ann 2025-04-10 p reporter a 1",
                "bob 2025-03-11 p reporter a 1")));
  }
}
