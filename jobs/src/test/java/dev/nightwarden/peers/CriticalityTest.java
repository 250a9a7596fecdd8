package dev.nightwarden.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.observe.Learning;
import dev.nightwarden.observe.Peers;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.plugin.IllegalKeyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CriticalityTest {
  @TempDir Path folder;

  private Profile profile(String name, String file, String content) throws IOException {
    Path directory = Files.writeString(folder.resolve(file), content);
    return new Profile(
        name,
        List.of(),
        null,
        "user",
        null,
        OptionalInt.empty(),
        Map.of(),
        Map.of(),
        Learning.NONE,
        new Peers(List.of("department"), directory.toString()));
  }

  private static List<String> times(List<Profile> profiles) {
    Dataset<Row> points =
        SharedSpark.session()
            .createDataset(
                List.of(
                    "ann 2025-03-01 2",
                    "ann 2025-03-09 2",
                    "ann 2025-03-09 0.5",
                    "bob 2025-03-01 2"),
                Encoders.STRING())
            .selectExpr("split(value, ' ') AS part")
            .selectExpr(
                "part[0] AS actor",
                "CAST(part[1] AS DATE) AS event_date",
                "CAST(part[2] AS DOUBLE) AS points");
    return Criticality.times(points, profiles)
        .orderBy("actor", "event_date", "points")
        .selectExpr("concat_ws(' ', actor, event_date, points) AS row")
        .as(Encoders.STRING())
        .collectAsList();
  }

  @Test
  void multipliesByDateAndTheGreatestCounts() throws IOException {
    Profile people =
        profile(
            "people",
            "people.csv",
            """
            actor,department,criticality,from,to
            ann,it,3,2025-03-05,
            ann,it,,,2025-03-04
            cid,it,9,,
            """);
    Profile admins =
        profile(
            "admins",
            "admins.jsonl",
            """
            {"actor": "ann", "criticality": 1.5}
            {"actor": "x"}
            """);

    assertEquals(
        List.of(
            "ann 2025-03-01 3.0", "ann 2025-03-09 1.5", "ann 2025-03-09 6.0", "bob 2025-03-01 2.0"),
        times(List.of(people, admins)));
    Profile silent = profile("silent", "silent.csv", "actor,department\nann,it\n");
    assertEquals(
        List.of(
            "ann 2025-03-01 2.0", "ann 2025-03-09 0.5", "ann 2025-03-09 2.0", "bob 2025-03-01 2.0"),
        times(List.of(silent)));
  }

  @Test
  void isANumber() throws IOException {
    for (String wrong : List.of("high", "-1", "11", "NaN")) {
      Profile profile = profile("p", "wrong.csv", "actor,criticality\nbob,1\nann," + wrong + "\n");
      Exception refused =
          assertThrows(
              IllegalKeyException.class,
              () -> Others.check(SharedSpark.session(), List.of(profile)),
              wrong);
      assertTrue(
          refused.getMessage().contains("criticality of ann is no number"), refused::getMessage);
    }
  }
}
