package dev.nightwarden.forget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.nightwarden.value.Printable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  private static final NameHash HASH = new NameHash("a key of some length for a test");
  private static final JsonMapper JSON = new JsonMapper();
  private static final JsonMapper ASCII =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<td>jo o&#39;brien &amp; co</td>",
        "<td>jo o'brien &amp; co</td>",
        "<td>jo <wbr>o&#39;brien &amp; co</td>",
        "{\"user\":\"jo o'brien & co\"}",
        "{\"user\":\"jo o\\u0027brien \\u0026 co\"}",
        "{\"data\":\"{\\\"user\\\":\\\"jo o\\\\u0027brien \\\\u0026 co\\\"}\"}",
        "asked jo o'brie… twice",
        "jo o'brien & co"
      })
  void aNameIsFoundAsPagesMailsAndLogsWriteIt(String text) {
    Names names = new Names(List.of("jo o'brien & co"), HASH);

    assertTrue(names.mentions(text));
    String left = names.without(text);
    assertFalse(left.contains("brie"), left);
    assertTrue(left.contains(NameHash.inPlaceOf(HASH.of("jo o'brien & co"))), left);
  }

  @Test
  void longerNamesAreOfOthers() {
    Names names = new Names(List.of("ann", "george@example.com"), HASH);

    String others = "anna, ann.lee and ann@b.example, george@example.com.au, george… and ge…";
    assertFalse(names.mentions(others));
    assertEquals(others, names.without(others));
  }

  @Test
  void aHiddenCharacterIsAlsoFoundAsTheMarkThatStandsForIt() {
    Names names = new Names(List.of("an\u200bn", "\u202ebob"), HASH);

    assertTrue(names.mentions("an\uFFFDn and cy"));
    assertTrue(names.mentions("cy and \uFFFDbob"));
    assertTrue(names.mentions("refused: an\\u200bn"));
    assertFalse(names.mentions("ann and bob"));
  }

  @Test
  void jsonStaysJsonWithoutANameHoweverNastyThatIs() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      String name = NastyNames.next(random);
      Names names = new Names(List.of(name), HASH);
      String value = JSON.writeValueAsString(List.of("by " + name + ", twice"));
      List<String> texts =
          List.of(
              value,
              ASCII.writeValueAsString(Map.of("user", name)),
              ASCII.writeValueAsString(Map.of("data", value)),
              JSON.writeValueAsString(Map.of("line", ASCII.writeValueAsString(value))),
              JSON.writeValueAsString("city " + Printable.printable(value, 200) + " is new"));
      for (String text : texts) {
        assertTrue(names.mentions(text), () -> "%s in %s".formatted(JSON.valueToTree(name), text));
        String left = names.without(text);
        assertFalse(names.mentions(left), left);
        assertTrue(left.contains(NameHash.inPlaceOf(HASH.of(name))), left);
        JSON.readTree(left);
      }
    }
  }
}
