package dev.nightwarden.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeysTest {
  record Settings(
      @Key(doc = "A share.", above = 0, max = 1) Double share,
      @Key(doc = "A count.", min = 2) Integer warmUp,
      @Key(doc = "A span.", min = 60, max = 3600) Duration gap,
      @Key(doc = "Texts.", max = 2) List<String> names,
      @Key(doc = "More.", min = 1) Map<String, String> more,
      @Key(
              doc = "One of two.",
              oneOf = {"a", "b"})
          String kind,
      @Key(doc = "A pin.", secret = true, max = 9) Integer pin,
      @Key(doc = "Needed.", required = true) String needed) {}

  record Span(@Key(doc = "From.", min = 0) int from, @Key(doc = "To.", min = 0) int to, String note)
      implements Checked {
    @Override
    public void check() {
      if (to < from) {
        throw new IllegalKeyException(
            "to", "is %d; allowed: at least from, %d".formatted(to, from));
      }
    }
  }

  record Spans(
      @Key(doc = "One.") Object one,
      @Key(doc = "By name.") Map<String, Span> named,
      @Key(doc = "In order.") List<Span> listed) {}

  private static String refusal(
      Double share, Integer warmUp, Duration gap, List<String> names, String kind, Integer pin) {
    return assertThrows(
            IllegalKeyException.class,
            () -> Keys.checked(new Settings(share, warmUp, gap, names, null, kind, pin, "x")))
        .getMessage();
  }

  @Test
  void acceptsWhatIsInRangeOrNull() {
    Keys.checked(new Settings(null, null, null, null, null, null, null, "x"));
    Settings all =
        new Settings(1.0, 2, Duration.ofHours(1), List.of("x", "y"), Map.of("k", "v"), "b", 9, "x");
    assertSame(all, Keys.checked(all));
  }

  @Test
  void saysWhatIsOutOfRange() {
    assertEquals(
        "share is 0.0; allowed: a number in (0, 1]", refusal(0.0, null, null, null, null, null));
    assertEquals(
        "share is NaN; allowed: a number in (0, 1]",
        refusal(Double.NaN, null, null, null, null, null));
    assertEquals("warm_up is 1; allowed: at least 2", refusal(null, 1, null, null, null, null));
    assertEquals(
        "gap is PT59S; allowed: a number in [60, 3600]",
        refusal(null, null, Duration.ofSeconds(59), null, null, null));
    assertEquals(
        "names has 3 entries; allowed: at most 2",
        refusal(null, null, null, List.of("x", "y", "z"), null, null));
    assertEquals("kind is c; allowed: one of a, b", refusal(null, null, null, null, "c", null));
    assertEquals("pin is ***; allowed: at most 9", refusal(null, null, null, null, null, 10));
  }

  @Test
  void saysWhatIsMissing() {
    assertEquals(
        "needed is missing",
        assertThrows(
                IllegalKeyException.class,
                () -> Keys.checked(new Settings(null, null, null, null, null, null, null, null)))
            .getMessage());
  }

  @Test
  void looksInsideKeysListsAndMapsAndNamesThePath() {
    Span good = new Span(1, 2, null);
    Keys.checked(new Spans(good, Map.of("a", good), List.of(good)));
    assertEquals(
        "one.from is -1; allowed: at least 0",
        refusal(new Spans(new Span(-1, 2, null), Map.of(), List.of())));
    assertEquals(
        "named.\"a.b\".to is 0; allowed: at least from, 1",
        refusal(new Spans(good, Map.of("a.b", new Span(1, 0, null)), List.of())));
    assertEquals(
        "listed[1].to is 0; allowed: at least from, 1",
        refusal(new Spans(null, null, List.of(good, new Span(1, 0, null)))));
  }

  @Test
  void checksEachKeyBeforeTheKeysTogether() {
    assertEquals("to is -1; allowed: at least 0", refusal(new Span(3, -1, null)));
  }

  private static String refusal(Record settings) {
    return assertThrows(IllegalKeyException.class, () -> Keys.checked(settings)).getMessage();
  }
}
