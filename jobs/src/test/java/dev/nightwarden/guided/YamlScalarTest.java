package dev.nightwarden.guided;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class YamlScalarTest {
  private static Object load(String yaml) {
    return new Load(LoadSettings.builder().build()).loadFromString(yaml);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user",
        "a.b.c",
        "@timestamp",
        "true",
        "no",
        "Null",
        "~",
        "12",
        "1e3",
        "0x1f",
        "",
        " ",
        "-",
        "- a",
        "a: b",
        "a #b",
        "\"",
        "'",
        "\\",
        "\\d+ it's \"x\"",
        "a\tb",
        "a\nb: c",
        "\u001b[31mred",
        "\u202egnp",
        "\u2028",
        "[a]",
        "{a: b}",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
        "%a",
        "`a`",
        "Übergröße",
        "\ud83d\ude00",
        "=",
        "<<",
        "2025-03-01",
        "#fields",
        "?",
        ",",
        "C:\\Windows\\x\u0007"
      })
  void everyTextComesBackAsItIs(String text) {
    String yaml = YamlScalar.of(text);

    assertEquals(Map.of("key", text), load("key: " + yaml), yaml);
    assertEquals(Map.of(text, 1), load("{" + yaml + ": 1}"), yaml);
    assertFalse(yaml.contains("\n"), yaml);
    assertFalse(yaml.contains("\u001b"), yaml);
    assertFalse(yaml.contains("\u202e"), yaml);
  }

  @Test
  void aDollarSignOfALogIsNoVariable() {
    assertEquals("\"$${HOME}\"", YamlScalar.of("${HOME}"));
    assertEquals("\"${HOME}\"", YamlScalar.variable("HOME"));
  }

  @Test
  void listsAndMappingsStandOnOneLine() {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("columns", List.of("a", "b c"));
    keys.put("header", false);
    keys.put("types", Map.of("id.resp_p", "long"));

    assertEquals(
        "{columns: [a, \"b c\"], header: false, types: {id.resp_p: long}}", YamlScalar.of(keys));
    assertEquals(keys, load(YamlScalar.of(keys)));
  }

  @Test
  void aCommentOutOfALogEndsWithItsLine() {
    assertEquals(
        List.of("# such as a\ufffdtransports: {}"),
        YamlScalar.comment("such as a\ntransports: {}"));
  }
}
