package dev.nightwarden.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShortenedTest {
  @Test
  void keepsWhatIsShort() {
    String longest = "x".repeat(1_000);

    assertSame(longest, Shortened.text(longest));
    assertEquals(null, Shortened.text(null));
    assertEquals('"' + longest + '"', valueAt(longest));
  }

  /** The digest is what {@code printf 'a%.0s' $(seq 1000000) | sha256sum} says (FIPS 180-4). */
  @Test
  void aMegabyteIsItsHeadAndItsHash() {
    String shortened = Shortened.text("a".repeat(1_000_000));

    assertEquals(
        "a".repeat(900)
            + "…sha256:cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
        shortened);
    assertSame(shortened, Shortened.text(shortened));
  }

  @Test
  void equalTextsStayEqualAndOthersDiffer() {
    String text = "a".repeat(2_000);

    assertEquals(Shortened.text(text), Shortened.text("a".repeat(2_000)));
    assertNotEquals(Shortened.text(text), Shortened.text(text + "b"));
    assertNotEquals(Shortened.text(text), Shortened.text(text.substring(1)));
  }

  @Test
  void cutsNoCharacterInHalf() {
    for (String text : List.of("😀".repeat(600), "x" + "😀".repeat(600))) {
      String shortened = Shortened.text(text);
      assertTrue(shortened.codePoints().noneMatch(c -> c >= 0xD800 && c < 0xE000), shortened);
    }
  }

  @Test
  void aLongValueIsAJsonStringWhateverItWas() throws Exception {
    String text = "\"\n".repeat(1_000);
    Set<String> shown = new HashSet<>();
    for (Object value :
        List.of(text, Collections.nCopies(900, text), Map.of("a", Map.of("b", text)))) {
      String json = valueAt(value);
      assertTrue(Json.read(json) instanceof String, json);
      assertTrue(json.length() < 6_000, json);
      shown.add(json);
    }
    assertEquals(3, shown.size());
    assertEquals(Shortened.text(text), Json.read(valueAt(text)));
  }

  private static String valueAt(Object value) {
    return Shortened.valueAt(Values.variant(Map.of("k", value)), "k");
  }
}
