package dev.nightwarden.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonShapeTest {
  private static boolean isDocuments(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return JsonShape.isDocuments(Arrays.copyOf(bytes, Math.min(bytes.length, JsonShape.LENGTH)));
  }

  @Test
  void knowsDocuments() {
    for (String text :
        List.of(
            "{\n \"a\": 1\n}",
            "\ufeff{\n \"a\": 1\n}\n{\n}",
            "{\"a\":1,\r\n\"b\":2}",
            "[{\"a\":1},{\"a\":2}]",
            "[\n{\"a\":1},\n{\"a\":2},\n{broken",
            "[]",
            "{\"a\":1}{\"a\":2}",
            "{\"a\":\"}\"} {\"a\":2",
            "\n\n  {\n\"a\":[\n{\"b\":1}\n]}",
            "[" + "{\"a\":1},".repeat(20_000),
            "{\"a\":[\n" + " {\"b\":false},\n".repeat(20_000),
            "{\"a\":1}".repeat(20_000))) {
      assertTrue(isDocuments(text), text.substring(0, Math.min(text.length(), 40)));
    }
  }

  @Test
  void inDoubtItIsLines() {
    for (String text :
        List.of(
            "",
            "text",
            "{\"a\":1}\n{\"a\":2}",
            "{\"a\":1}\n[{\"a\":2}]",
            "{\"a\":1}",
            "{\"a\":1",
            "{\"a\":1,\n",
            "{\"a\":1,\n{\"b\":2}\n",
            "{\"a\":[1,\n{\"b\":2}\n",
            "{\"a\":[1,\n{\"b\":2}\n{\"c\":3}\n",
            "{\"a\":\n{\"b\":2}\n",
            "{\"a\":1}{\"a\":2}\n{\"a\":3}\n",
            "{\"a\":1}, {\n",
            "[{\"x\":1}],\"b\":2}\n{\"a\":1}\n",
            "[\n{\"a\":1}\n{\"a\":2}\n",
            "[1,2]\n[3,4]\n",
            "{\"a\":\"" + "x".repeat(100_000) + "\"}\n")) {
      assertFalse(isDocuments(text), text.substring(0, Math.min(text.length(), 40)));
    }
  }

  @Test
  void whereverADocumentIsCutItIsOne() {
    String document =
        "{\n \"a\": [true, false, null, -1.5e3, \"x\\u00e9\", {\"b\": {}}],\n \"c\": 1\n}\n";
    String text = " ".repeat(JsonShape.LENGTH - 150) + document.repeat(2);
    for (int cut = 20; cut < document.length(); cut++) {
      assertTrue(isDocuments(text.substring(cut) + " ".repeat(cut)), "cut " + cut);
    }
  }

  @Test
  void objectsThatShareALineAreToldApart() {
    assertEquals(List.of("{\"a\":1}"), Concatenated.values("{\"a\":1}"));
    assertEquals(List.of("{\"a\":1}", "{\"b\":{}}"), Concatenated.values("{\"a\":1} {\"b\":{}}"));
    assertEquals(List.of("{\"a\":\"}{\"}"), Concatenated.values("{\"a\":\"}{\"}"), "a text");
    assertEquals(
        List.of("{\"a\":\"\\\"}{\"}", "{\"b\":[{}]}", "{"),
        Concatenated.values("{\"a\":\"\\\"}{\"}{\"b\":[{}]}{"));
    assertEquals(List.of("{\"a\":1}"), Concatenated.values("\u001e{\"a\":1}"), "RFC 7464");
    assertEquals(List.of("[{}{}]"), Concatenated.values("[{}{}]"));
    assertEquals(List.of("x}{"), Concatenated.values("x}{"));
  }
}
