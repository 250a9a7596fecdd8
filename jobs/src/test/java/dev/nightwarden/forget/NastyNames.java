package dev.nightwarden.forget;

import java.util.List;
import java.util.Random;

/** Names as somebody might make them up who does not want to be found. */
public final class NastyNames {
  private static final List<String> PARTS =
      List.of(
          "a",
          "n",
          "u200b",
          "Z",
          "7",
          "é",
          "ß",
          "中",
          "\ud83d\ude00",
          " ",
          ".",
          "@",
          "-",
          "_",
          "'",
          "\"",
          "<",
          ">",
          "&",
          "&amp;",
          "<wbr>",
          "</script>",
          "\\",
          "\\n",
          "/",
          ",",
          ";",
          "{",
          "\n",
          "\r",
          "\t",
          "\u0001",
          "\u007f",
          "\u0085",
          "\u00ad",
          "\u200b",
          "\u200d",
          "\u202e",
          "\u2028",
          "\ufeff",
          "\udb40\udc01",
          "\uFFFD");

  private NastyNames() {}

  /** One of two to twelve parts, of which the first and the last are seen. */
  public static String next(Random random) {
    StringBuilder name = new StringBuilder("x");
    for (int parts = random.nextInt(11); parts > 0; parts--) {
      name.append(PARTS.get(random.nextInt(PARTS.size())));
    }
    return name.append("y").toString();
  }

  /** Whether who forgets a name finds it in a text. */
  public static boolean isFound(String name, String text) {
    return new Names(List.of(name), new NameHash("a key of some length for a test")).mentions(text);
  }
}
