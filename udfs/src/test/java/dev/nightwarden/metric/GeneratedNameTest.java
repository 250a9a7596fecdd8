package dev.nightwarden.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GeneratedNameTest {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
  private static final String CONSONANTS = "bcdfghjklmnprstvwz";
  private static final String VOWELS = "aeiou";
  private static final List<String> WORDS =
      List.of(
          ("above across again almost animal answer autumn bottle branch bridge bright broken camera"
                  + " candle castle center change circle coffee corner cotton course degree dinner"
                  + " doctor double dragon effort engine family father finger flower follow forest"
                  + " garden gather gentle ground happen heaven island listen little market master"
                  + " middle minute mother nature number office orange people picture present"
                  + " product quarter question remember season second shoulder silver simple single"
                  + " spring square station straight street strength summer thought together"
                  + " training travel trouble valley village weather welcome window winter wonder")
              .split(" ", -1));

  /** The project's popular names: the model was trained on words and has seen none of them. */
  private static double[] popular() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                GeneratedName.class.getResourceAsStream("popular.csv"), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> Character.isDigit(line.charAt(0)))
          .mapToDouble(line -> GeneratedName.bits(line.substring(line.indexOf(',') + 1)))
          .toArray();
    }
  }

  private static double[] generated(Function<Random, String> family) {
    Random random = new Random(7);
    return IntStream.range(0, 2_000)
        .mapToDouble(i -> GeneratedName.bits(family.apply(random) + ".com"))
        .toArray();
  }

  private static String of(String alphabet, int length, Random random) {
    return random
        .ints(length, 0, alphabet.length())
        .collect(
            StringBuilder::new, (text, i) -> text.append(alphabet.charAt(i)), StringBuilder::append)
        .toString();
  }

  private static String syllables(int length, Random random) {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(of(CONSONANTS, 1, random)).append(of(VOWELS, 1, random));
    }
    return text.toString();
  }

  private static String words(Random random) {
    return WORDS.get(random.nextInt(WORDS.size())) + WORDS.get(random.nextInt(WORDS.size()));
  }

  /** The chance that a generated name costs more bits than a popular one, ties counted half. */
  private static double auroc(double[] ordinary, double[] generated) {
    double above = 0;
    for (double g : generated) {
      for (double o : ordinary) {
        above += g > o ? 1 : g == o ? 0.5 : 0;
      }
    }
    return above / ordinary.length / generated.length;
  }

  @Test
  void tellsGeneratedNamesFromPopularOnesAsItsDocumentationSays() throws IOException {
    double[] popular = popular();
    assertEquals(353, popular.length);
    assertAuroc(0.995, popular, random -> of(LETTERS, 12 + random.nextInt(9), random));
    assertAuroc(0.977, popular, random -> of(LETTERS, 5 + random.nextInt(7), random));
    assertAuroc(1.000, popular, random -> of(LETTERS + "234567", 16 + random.nextInt(17), random));
    assertAuroc(0.998, popular, random -> of("0123456789abcdef", 8 + random.nextInt(25), random));
    assertAuroc(0.839, popular, random -> syllables(8 + random.nextInt(7), random));
    assertAuroc(0.168, popular, GeneratedNameTest::words);
  }

  private static void assertAuroc(
      double expected, double[] popular, Function<Random, String> family) {
    assertEquals(expected, auroc(popular, generated(family)), 0.0005);
  }

  @Test
  void popularNamesScoreLow() throws IOException {
    double[] popular = popular();
    Arrays.sort(popular);
    assertEquals(4.0, popular[popular.length / 2], 0.05);
    assertEquals(5.2, popular[popular.length * 95 / 100], 0.05);
    assertTrue(popular[popular.length * 99 / 100] < 6.3);
  }

  @Test
  void scoresTheLongestLabelLeftOfThePublicSuffix() {
    Double random = GeneratedName.bits("qxvkzjhw");
    assertEquals(random, GeneratedName.bits("www.qxvkzjhw.co.uk."));
    assertEquals(random, GeneratedName.bits("QXVKZJHW.example.com"));
    assertEquals(random, GeneratedName.bits("qxvkzjhw.d.cloudfront.net"));
    assertTrue(random > GeneratedName.bits("weather.example.com") + 2);
  }

  @Test
  void scoresOnlyNames() {
    assertNull(GeneratedName.bits(null));
    assertNull(GeneratedName.bits(""));
    assertNull(GeneratedName.bits("."));
    assertNull(GeneratedName.bits("192.0.2.1"));
    assertNull(GeneratedName.bits("2001:db8::1"));
    assertNull(GeneratedName.bits("xn--bcher-kva.example"), "another script");
    assertTrue(GeneratedName.bits("xn--0qzkvxj9.example") > 5, "no script at all");
    assertTrue(GeneratedName.bits("com") > 0, "a suffix alone is scored itself");
    assertTrue(GeneratedName.bits("\ud83d\ude00\0".repeat(100_000)) > 5);
  }
}
