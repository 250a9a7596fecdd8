package dev.nightwarden.investigate;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.investigate.Attack.Sign;
import dev.nightwarden.observe.Techniques;
import dev.nightwarden.plugin.IllegalKeyException;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.Test;

class AttackTest {
  private static List<String> techniques(Attack attack, String... anomalies) {
    return SharedSpark.session()
        .createDataset(List.of(anomalies), Encoders.STRING())
        .selectExpr("split(value, ' ') AS part")
        .selectExpr(
            "part[0] AS profile", "part[1] AS detector", "nullif(part[2], '-') AS field", "part")
        .withColumn("attack", attack.techniques())
        .selectExpr("coalesce(array_join(attack, ','), 'none') AS attack")
        .as(Encoders.STRING())
        .collectAsList();
  }

  @Test
  void whatNamesItsOwnGoesBeforeItsProfile() {
    Attack attack =
        new Attack(
            List.of(
                new Sign("logins", "reporter", "city", List.of("T1078.004", "T1133")),
                new Sign("logins", "amounts", "moved", List.of("T1567")),
                new Sign("logins", null, null, List.of("T1078")),
                new Sign("features", "flag:scan", null, List.of("T1046"))));

    assertEquals(
        List.of("T1078.004,T1133", "T1078", "T1567", "T1078", "T1046", "none", "none"),
        techniques(
            attack,
            "logins reporter city",
            "logins reporter device",
            "logins amounts moved",
            "logins forest -",
            "features flag:scan 443",
            "features flag:other -",
            "admins reporter city"));
    assertEquals(List.of("none"), techniques(Attack.NONE, "logins reporter city"));
  }

  @Test
  void idsAreThoseOfTechniques() {
    assertDoesNotThrow(() -> Techniques.check(List.of("T1078", "T1078.004")));
    for (String id : List.of("T107", "t1078", "T1078.4", "TA0001", "T1078 ", "")) {
      Exception refused =
          assertThrows(IllegalKeyException.class, () -> Techniques.check(List.of(id)));
      assertTrue(refused.getMessage().contains("T1078.004"), refused::getMessage);
    }
  }
}
