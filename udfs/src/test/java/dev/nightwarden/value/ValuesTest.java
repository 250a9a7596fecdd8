package dev.nightwarden.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.types.variant.Variant;
import org.apache.spark.types.variant.VariantBuilder;
import org.apache.spark.unsafe.types.VariantVal;
import org.junit.jupiter.api.Test;

class ValuesTest {
  private static VariantVal data(String json) throws Json.Problem {
    return Values.variant(Json.read(json));
  }

  private static String valueAt(String json, String path) throws Json.Problem {
    Object tree = Json.read(json);
    String fromVariant = Values.valueAt(Values.variant(tree), path);
    if (tree instanceof Map<?, ?> map) {
      @SuppressWarnings("unchecked")
      Object found = FieldPath.of(path).find((Map<String, Object>) map);
      String fromTree =
          found == null ? null : Values.valueAt(Values.variant(Map.of("x", found)), "x");
      assertEquals(fromVariant, fromTree, "maps and VARIANT find the same");
    }
    return fromVariant;
  }

  @Test
  void followsNestedNames() throws Exception {
    assertEquals("\"a@b\"", valueAt("{'actor':{'email':'a@b'}}".replace('\'', '"'), "actor.email"));
    assertNull(valueAt("{\"actor\":{\"email\":1}}", "actor.name"));
    assertNull(valueAt("{\"actor\":1}", "actor.name"));
    assertNull(valueAt("[1]", "actor"));
  }

  @Test
  void aTreeIsAsItWasWritten() throws Exception {
    String json =
        """
        {"z":[1,{"b":null,"a":-2.50},"x",[]],"a":{"z":true,"c":12345678901234567890123456789012345678},
        "c":{},"b":1e-300,"":false,"m":9223372036854775807}
        """;
    Object written = Json.read(json);
    Object tree = Values.tree(Values.variant(written));

    assertEquals(written, tree);
    assertEquals(written.toString(), tree.toString(), "the order of keys");
  }

  @Test
  void whatNoRecordHasBecomesText() {
    VariantBuilder builder = new VariantBuilder(false);
    builder.appendDate(0);
    Variant date = builder.result();

    assertEquals("1970-01-01", Values.tree(new VariantVal(date.getValue(), date.getMetadata())));
  }

  @Test
  void anExactKeyWinsOverNesting() throws Exception {
    assertEquals("1", valueAt("{\"a.b\":1,\"a\":{\"b\":2}}", "a.b"));
    assertEquals("1", valueAt("{\"a\":{\"b.c\":1,\"b\":{\"c\":2}}}", "a.b.c"));
    assertNull(valueAt("{\"a.b\":null,\"a\":{\"b\":2}}", "a.b"), "even when it holds a null");
  }

  @Test
  void aNumberIsAPlaceInAnArrayOrAKeyOfAnObject() throws Exception {
    assertEquals("\"x\"", valueAt("{\"e\":[{\"n\":\"w\"},{\"n\":\"x\"}]}", "e.1.n"));
    assertEquals("\"k\"", valueAt("{\"e\":{\"1\":\"k\"}}", "e.1"));
    assertNull(valueAt("{\"e\":[1]}", "e.1"));
    assertNull(valueAt("{\"e\":[1]}", "e.-1"));
    assertNull(valueAt("{\"e\":[1]}", "e.99999999999"));
    assertNull(valueAt("{\"e\":[1]}", "e."));
  }

  @Test
  void equalNumbersGiveEqualText() throws Exception {
    for (String hundred : List.of("100", "100.0", "1e2", "1.00E+2", "10000e-2")) {
      assertEquals("100", valueAt("{\"n\":" + hundred + "}", "n"), hundred);
    }
    assertEquals("0", valueAt("{\"n\":-0.0}", "n"));
    assertEquals("0.5", valueAt("{\"n\":5.0e-1}", "n"));
    assertEquals("-1.25", valueAt("{\"n\":-1.250}", "n"));
    assertEquals("9223372036854775807", valueAt("{\"n\":9223372036854775807}", "n"));
    assertEquals("9223372036854775808", valueAt("{\"n\":9223372036854775808.0}", "n"));
    assertEquals("1.0E40", valueAt("{\"n\":1e40}", "n"));
    assertEquals(
        valueAt("{\"n\":10000000000000000000000000000000000000000}", "n"),
        valueAt("{\"n\":1e40}", "n"));
    assertEquals("0", valueAt("{\"n\":1e-999999}", "n"));
  }

  @Test
  void textAndNumberDiffer() throws Exception {
    assertEquals("\"1\"", valueAt("{\"n\":\"1\"}", "n"));
    assertEquals("1", valueAt("{\"n\":1}", "n"));
  }

  @Test
  void sortsTheKeysOfObjects() throws Exception {
    assertEquals(
        "{\"a\":[true,null],\"b\":{\"c\":1,\"d\":2}}",
        valueAt("{\"o\":{\"b\":{\"d\":2,\"c\":1},\"a\":[true,null]}}", "o"));
  }

  @Test
  void textIsWithoutQuotes() throws Exception {
    VariantVal data =
        data("{\"s\":\"a \\\"b\\\" \\u0000 \\ud83d\\ude00\",\"n\":1.5,\"o\":[1],\"z\":null}");
    assertEquals("a \"b\" \0 \ud83d\ude00", Values.textAt(data, "s"));
    assertEquals("1.5", Values.textAt(data, "n"));
    assertEquals("[1]", Values.textAt(data, "o"));
    assertNull(Values.textAt(data, "z"));
    assertNull(Values.textAt(data, "none"));
    assertNull(Values.textAt(null, "s"));
    assertNull(Values.valueAt(data, null));
  }

  @Test
  void halfACharacterBecomesTheReplacementCharacter() throws Exception {
    assertEquals("\"a\ufffd\"", valueAt("{\"s\":\"a\\ud83d\"}", "s"));
  }

  @Test
  void saysInAFewWordsWhyATextIsNoJson() {
    assertEquals("broken JSON at character 7", problem("{\"a\":1]"));
    assertEquals("broken JSON: it ends too early", problem("{\"a\":1"));
    assertEquals("broken JSON: it ends too early", problem("{\"a\":\"x"));
    assertEquals(
        "key \"a\" twice in one object with different values; duplicate_keys can take one",
        problem("{\"a\":null,\"a\":0}"));
    assertEquals("JSON nested deeper than 500", problem("[".repeat(501)));
    assertEquals("JSON nested deeper than 500", problem("{\"a\":".repeat(100_000)));
    assertEquals("number \"1e400\" is out of range", problem("{\"a\":1e400}"));
    assertEquals("number \"1e99999999999\" is out of range", problem("{\"a\":1e99999999999}"));
    assertEquals("a number of too many digits in JSON", problem("1".repeat(5000)));
    assertEquals("more text after the JSON value", problem("{} {}"));
    assertEquals("no JSON value", problem("  "));
  }

  @Test
  @SuppressWarnings("unchecked")
  void replacesWhatItFinds() throws Exception {
    Map<String, Object> tree =
        (Map<String, Object>)
            Json.read("{\"a.b\":1,\"a\":{\"b\":2,\"c\":[3,{\"d\":4}]},\"n\":null}");
    for (String path : List.of("a.b", "a.c.0", "a.c.1.d", "a.c.2", "a.x", "n")) {
      FieldPath.of(path).replace(tree, "new");
    }
    assertEquals(
        "{\"a\":{\"b\":2,\"c\":[\"new\",{\"d\":\"new\"}]},\"a.b\":\"new\",\"n\":null}",
        Values.valueAt(Values.variant(Map.of("x", tree)), "x"));
  }

  @Test
  void aPathMustNameAKey() {
    assertEquals(
        "a path must name a key, such as actor.email",
        assertThrows(IllegalArgumentException.class, () -> FieldPath.of("")).getMessage());
  }

  private static String problem(String text) {
    return assertThrows(Json.Problem.class, () -> Json.read(text)).getMessage();
  }

  @Test
  void writesWhatTheVariantItselfWrites() {
    Random random = new Random(5);
    for (int i = 0; i < 3_000; i++) {
      VariantVal data = Values.variant(tree(random, 3));
      String expected = new Variant(data.getValue(), data.getMetadata()).toJson(ZoneOffset.UTC);
      assertEquals(expected, Values.json(data));
    }
    assertNull(Values.json((VariantVal) null));
  }

  private static Object tree(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 6 : 8)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong();
      case 3 -> new BigDecimal(random.nextInt(100_000)).movePointLeft(random.nextInt(6));
      case 4 -> random.nextGaussian() * 1e30;
      case 5 -> text(random);
      case 6 -> {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(tree(random, depth - 1));
        }
        yield list;
      }
      default -> {
        Map<String, Object> map = new HashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          map.put(text(random), tree(random, depth - 1));
        }
        yield map;
      }
    };
  }

  private static String text(Random random) {
    String nasty = "ab c\"\\/\u0000\u001f\n\t\u007f~\u0080\u00e9\u2028\u674e\ud83d\ude00<&'";
    int from = random.nextInt(nasty.length() - 3);
    String text = nasty.substring(from, from + random.nextInt(3));
    // No half of a pair: a variant holds UTF-8.
    return text.codePoints().anyMatch(each -> each >= 0xd800 && each < 0xe000) ? "" : text;
  }
}
