package dev.nightwarden.guided;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PathPatternTest {
  private static String pattern(List<String> wanted, String... others) {
    return PathPattern.of("/logs", wanted, List.of(others));
  }

  @Test
  void aloneAllIsWhatWasAskedFor() {
    assertEquals("/logs", pattern(List.of("/logs/a.json", "/logs/b/c.json")));
  }

  @Test
  void filesOfOneExtensionAreCalledByIt() {
    assertEquals(
        "/logs/*.json",
        pattern(List.of("/logs/2025-03-01.json", "/logs/2025-03-02.json"), "/logs/README.md"));
  }

  @Test
  void filesOfOneExtensionAndSeveralKindsAreCalledByTheirStem() {
    assertEquals(
        "/logs/conn*.log.gz",
        pattern(List.of("/logs/conn.08.log.gz", "/logs/conn.09.log.gz"), "/logs/dns.08.log.gz"));
  }

  @Test
  void aFolderOfItsOwnIsEnough() {
    assertEquals(
        "/logs/trail",
        pattern(List.of("/logs/trail/a/1.json", "/logs/trail/b/x/2.json"), "/logs/ssh/auth.log"));
  }

  @Test
  void oneFileAmongOthersIsItself() {
    assertEquals("/logs/conn.log", pattern(List.of("/logs/conn.log"), "/logs/conn.json.log"));
  }

  @Test
  void namesThatNoPatternTellsApartAreNamedOneByOne() {
    assertEquals(
        "/logs/{conn.log,conn_date.log}",
        pattern(
            List.of("/logs/conn.log", "/logs/conn_date.log"),
            "/logs/conn.json.log",
            "/logs/dns.log"));
  }

  @Test
  void datedFoldersBecomeStars() {
    assertEquals(
        "/logs/*/conn*.log",
        pattern(
            List.of("/logs/2025-03-01/conn.log", "/logs/2025-03-02/conn.1.log"),
            "/logs/2025-03-01/dns.log"));
  }

  @Test
  void charactersOfPatternsInNamesMatchThemselves() {
    assertEquals("/logs/a?1?.json", pattern(List.of("/logs/a[1].json"), "/logs/b.json"));
    assertTrue(PathPattern.matches("/logs/a?1?.json", "/logs/a[1].json"));
    assertFalse(PathPattern.matches("/logs/*.json", "/logs/x/a.json"));
    assertTrue(PathPattern.matches("/logs", "/logs/x/a.json"));
  }
}
