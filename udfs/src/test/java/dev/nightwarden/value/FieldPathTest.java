package dev.nightwarden.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.types.variant.Variant;
import org.apache.spark.types.variant.VariantUtil;
import org.apache.spark.unsafe.types.VariantVal;
import org.junit.jupiter.api.Test;

class FieldPathTest {
  private static final String[] NAMES = {"a", "b", "aé", "a.b", "日", "0", "1", "a.b.a", "", "bb"};

  private final Random random = new Random(7);

  @Test
  void findsWhatALookAtEachKeyAsTextFinds() {
    for (int trial = 0; trial < 2_000; trial++) {
      Variant root = variant(node(3, trial % 20 == 0 ? 300 : 4));
      for (int i = 0; i < 10; i++) {
        String path = NAMES[random.nextInt(NAMES.length)];
        for (int more = random.nextInt(3); more > 0 || path.isEmpty(); more--) {
          path += "." + NAMES[random.nextInt(NAMES.length)];
        }
        assertEquals(json(reference(root, path)), json(FieldPath.of(path).find(root)), path);
      }
    }
  }

  @Test
  void findsKeysAmongMoreThanOneByteCounts() {
    Map<String, Object> wide = new LinkedHashMap<>();
    for (int i = 0; i < 70_000; i++) {
      wide.put("key" + i, (long) i);
    }
    Variant root = variant(Map.of("wide", wide));
    assertEquals("69999", json(FieldPath.of("wide.key69999").find(root)));
    assertEquals("300", json(FieldPath.of("wide.key300").find(root)));
    assertNull(FieldPath.of("wide.key70000").find(root));
  }

  private Object node(int depth, int most) {
    int kind = depth == 0 ? 2 : random.nextInt(3);
    if (kind == 0) {
      List<Object> list = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        list.add(node(depth - 1, 4));
      }
      return list;
    }
    if (kind == 1 || depth == 3) {
      Map<String, Object> map = new LinkedHashMap<>();
      for (int i = random.nextInt(most + 1); i > 0; i--) {
        map.put(most > 4 ? "key" + i : NAMES[random.nextInt(NAMES.length)], node(depth - 1, 4));
      }
      map.put(NAMES[random.nextInt(NAMES.length)], node(depth - 1, 4));
      return map;
    }
    return random.nextInt(5) == 0 ? null : "text" + random.nextInt(10);
  }

  private static Variant variant(Object tree) {
    VariantVal value = Values.variant(tree);
    return new Variant(value.getValue(), value.getMetadata());
  }

  private static String json(Variant found) {
    return found == null ? null : found.toJson(ZoneOffset.UTC);
  }

  /** One part after the other; at each level the whole rest of the path first. */
  private static Variant reference(Variant at, String path) {
    if (at.getType() == VariantUtil.Type.OBJECT && at.getFieldByKey(path) != null) {
      return at.getFieldByKey(path);
    }
    int dot = path.indexOf('.');
    String part = dot < 0 ? path : path.substring(0, dot);
    Variant next = null;
    if (at.getType() == VariantUtil.Type.OBJECT) {
      next = at.getFieldByKey(part);
    } else if (at.getType() == VariantUtil.Type.ARRAY && part.matches("[0-9]{1,9}")) {
      int index = Integer.parseInt(part);
      next = index < at.arraySize() ? at.getElementAtIndex(index) : null;
    }
    return dot < 0 || next == null ? next : reference(next, path.substring(dot + 1));
  }
}
