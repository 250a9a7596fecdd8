package dev.nightwarden.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class EditsTest {
  @Test
  void aCharacterMoreLessOrOtherAndASwapAreOneChange() {
    assertEquals(0, between("decay", "decay"));
    assertEquals(1, between("decay", "decays"));
    assertEquals(1, between("decay", "deca"));
    assertEquals(1, between("decay", "delay"));
    assertEquals(1, between("decay", "dceay"));
    assertEquals(3, between("ca", "abc"), "no part is changed twice");
    assertEquals(1, between("\uD83D\uDE00", "\uD83E\uDD16"), "one character of two chars");
  }

  @Test
  void theBoundedDistanceIsThatOfTheWholeTable() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      int[] a = random.ints(random.nextInt(8), 0, 3).toArray();
      int[] b = random.ints(random.nextInt(8), 0, 3).toArray();
      int exact = wholeTable(a, b);
      int limit = 1 + random.nextInt(8);
      int bounded = Edits.between(a, b, limit);
      assertEquals(Math.min(exact, limit), Math.min(bounded, limit));
    }
  }

  private static int wholeTable(int[] a, int[] b) {
    int[][] d = new int[a.length + 1][b.length + 1];
    for (int i = 0; i <= a.length; i++) {
      for (int j = 0; j <= b.length; j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int same = a[i - 1] == b[j - 1] ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + same);
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length][b.length];
  }

  private static int between(String a, String b) {
    return Edits.between(a.codePoints().toArray(), b.codePoints().toArray(), 100);
  }
}
