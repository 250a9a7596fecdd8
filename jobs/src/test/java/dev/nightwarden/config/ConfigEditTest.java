package dev.nightwarden.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nightwarden.plugin.KeyPath;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigEditTest {
  private static final String CONFIG =
      """
      # who 🚀
      profiles:
        people:   # those
          actor: user
          fields:
            city: {type: single, key: geo.city}   # where
            "geo.asn":
              type: single
              # how
              reporter:
                type: mandatory

          # how it is judged
          analyzer:
            type: threshold
            threshold: 0.9   # high

      shippers: {}
      """;

  private static String set(String text, String path, String value, String... why) {
    return new ConfigEdit(text).set(KeyPath.parse(path), value, List.of(why)).text();
  }

  private static String remove(String text, String path, String... why) {
    return new ConfigEdit(text).remove(KeyPath.parse(path), List.of(why)).text();
  }

  @Test
  void aValueIsReplacedAndTheRestStays() {
    assertEquals(
        CONFIG.replace("threshold: 0.9   # high", "threshold: 0.97   # high"),
        set(CONFIG, "profiles.people.analyzer.threshold", "0.97"));
    assertEquals(
        CONFIG.replace(
            "    analyzer:\n      type: threshold\n      threshold: 0.9   # high",
            "    # rarer\n    # so\n    analyzer: {type: day}   # high"),
        set(CONFIG, "profiles.people.analyzer", "{type: day}", "rarer", "so"));
    assertEquals(
        CONFIG.replace("key: geo.city", "key: geo.country"),
        set(CONFIG, "profiles.people.fields.city.key", "geo.country"));
  }

  @Test
  void aKeyIsAdded() {
    assertEquals(
        CONFIG.replace("    actor: user", "    # new\n    forest: {trees: 9}\n    actor: user"),
        set(CONFIG, "profiles.people.forest", "{trees: 9}", "new"));
    assertEquals(
        CONFIG.replace(
            "      city: {type: single", "      # less\n      city: {weight: 0.5, type: single"),
        set(CONFIG, "profiles.people.fields.city.weight", "0.5", "less"));
  }

  @Test
  void aKeyIsTakenAway() {
    assertEquals(
        CONFIG.replace(
            "      city: {type: single, key: geo.city}   # where\n", "      # too noisy\n"),
        remove(CONFIG, "profiles.people.fields.city", "too noisy"));
    assertEquals(
        CONFIG.replace(
            """
                  "geo.asn":
                    type: single
                    # how
                    reporter:
                      type: mandatory
            """,
            ""),
        remove(CONFIG, "profiles.people.fields.\"geo.asn\""));
    assertEquals(
        CONFIG.replace("{type: single, key: geo.city}", "{type: single}"),
        remove(CONFIG, "profiles.people.fields.city.key"));
    assertEquals(
        CONFIG.replace("{type: single, key: geo.city}", "{key: geo.city}"),
        remove(CONFIG, "profiles.people.fields.city.type"));
  }

  @Test
  void lineEndsStayAndListsAreFollowed() {
    assertEquals(
        "a:\r\n  - b: 1\r\n  - # why\r\n    d: 3\r\n    c: 2\r\n",
        set("a:\r\n  - b: 1\r\n  - c: 2\r\n", "a.[1].d", "3", "why"));
    assertEquals("a:\n  - c: 2", remove("a:\n  - b: 1\n    c: 2", "a.[0].b"));
  }

  @Test
  void whatCannotBeChangedIsRefused() {
    assertRefused("profiles.people.forest is not there", CONFIG, "profiles.people.forest");
    assertRefused("a.b is the only key there", "a: {b: 1}", "a.b");
    assertRefused("x.y: there is no x", CONFIG, "x.y");
    String aliased = "a: &x {b: 1, c: 2}\nd: *x\n";
    assertRefused("d.b is written as an alias", aliased, "d.b");
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> set(aliased, "d", "3"));
    assertEquals("d is written as an alias; write its value out", refused.getMessage());
    refused = assertThrows(IllegalArgumentException.class, () -> set(CONFIG, "shippers.csv", "1"));
    assertEquals("shippers.csv: there are no keys beside it", refused.getMessage());
  }

  private static void assertRefused(String message, String text, String path) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> remove(text, path));
    assertEquals(message, refused.getMessage());
  }
}
