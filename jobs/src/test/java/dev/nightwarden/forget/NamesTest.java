package dev.nightwarden.forget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  private static final NameHash HASH = new NameHash("a key of some length for a test");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<td>jo o&#39;brien &amp; co</td>",
        "<td>jo o'brien &amp; co</td>",
        "{\"user\":\"jo o'brien & co\"}",
        "jo o'brien & co"
      })
  void aNameIsFoundAsPagesMailsAndLogsWriteIt(String text) {
    Names names = new Names(List.of("jo o'brien & co"), HASH);

    assertTrue(names.mentions(text));
    String left = names.without(text);
    assertFalse(left.contains("brien"), left);
    assertTrue(left.contains(NameHash.inPlaceOf(HASH.of("jo o'brien & co"))), left);
  }

  @Test
  void longerNamesAreOfOthers() {
    Names names = new Names(List.of("ann"), HASH);

    assertFalse(names.mentions("anna, ann.lee and ann@b.example"));
    assertEquals("anna", names.without("anna"));
  }
}
