package dev.nightwarden.forest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  private final Vocabulary vocabulary =
      Vocabulary.learn(
          List.of(List.of("ab", "telia"), List.of("ab", "bredband2", "ab"), List.of("ab")), 10);

  @Test
  void weightsAreBinaryTfIdfOfUnitLength() {
    assertEquals(List.of("ab", "bredband2", "telia"), vocabulary.tokens());
    assertEquals(List.of(3, 1, 1), vocabulary.counts());
    double common = Math.log(4 / 4.0) + 1;
    double rare = Math.log(4 / 2.0) + 1;
    double length = Math.hypot(common, rare);
    assertArrayEquals(
        new double[] {common / length, 0, rare / length, 0},
        vocabulary.numbers(List.of("telia", "ab", "ab")),
        1e-15);
    assertArrayEquals(new double[] {1, 0, 0, 0}, vocabulary.numbers(List.of("ab")), 1e-15);
  }

  @Test
  void lastNumberIsTheShareOfTokensNeverSeen() {
    assertArrayEquals(
        new double[] {1, 0, 0, 0.75}, vocabulary.numbers(List.of("ab", "x", "y", "z")), 1e-15);
    assertArrayEquals(new double[] {0, 0, 0, 1}, vocabulary.numbers(List.of("x")));
    assertArrayEquals(new double[4], vocabulary.numbers(List.of()));
  }

  @Test
  void boundKeepsTheTokensOfMostEvents() {
    Vocabulary bounded =
        Vocabulary.learn(List.of(List.of("c", "b"), List.of("c", "a"), List.of("d")), 2);
    assertEquals(List.of("c", "a"), bounded.tokens());
    assertArrayEquals(new double[] {1, 0, 0.5}, bounded.numbers(List.of("c", "b")), 1e-15);
  }

  @Test
  void isReadBackAsItWas() {
    assertEquals(vocabulary, Vocabulary.fromBytes(vocabulary.toBytes()));
    Vocabulary empty = Vocabulary.learn(List.of(), 5);
    assertEquals(empty, Vocabulary.fromBytes(empty.toBytes()));
  }

  @Test
  void refusesDamagedBytes() {
    byte[] bytes = vocabulary.toBytes();
    assertRefused(
        "a vocabulary whose 10 bytes are truncated or damaged: the checksum differs",
        Arrays.copyOf(bytes, 10));
    bytes[4] = 9;
    assertRefused(
        "a vocabulary saved in format 9; this version reads format 1: grow it again", bytes);
  }

  private static void assertRefused(String message, byte[] bytes) {
    var error = assertThrows(IllegalArgumentException.class, () -> Vocabulary.fromBytes(bytes));
    assertEquals(message, error.getMessage());
  }
}
