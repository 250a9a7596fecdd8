package dev.nightwarden.make;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Learns which characters follow one another in natural names, for the metric {@code dga_score}.
 *
 * <p>{@code scripts/train-names OUT WORDS...} reads lists of one word a line and writes the model;
 * equal lists give equal bytes. The model in the project was made of Debian's wamerican and
 * wbritish (2020.12.07-2, from SCOWL):
 *
 * <pre>
 * apt-get install wamerican wbritish
 * scripts/train-names udfs/src/main/resources/dev/nightwarden/metric/names.ngram \
 *     /usr/share/dict/american-english /usr/share/dict/british-english
 * </pre>
 *
 * <p>Learned from: every word of ASCII letters, alone; as many pairs of words written as one, a
 * fifth of them with a hyphen; and a tenth as many words with a number behind. Trigrams with
 * Witten-Bell smoothing (I. H. Witten and T. C. Bell, "The zero-frequency problem", 1991), down to
 * bigrams, single characters and chance.
 *
 * <p>Written: for each two symbols a, b, for each symbol c one byte, 16 times the bits that c costs
 * after a and b, at most 255. The symbols are: the edge of a name, a to z, 0 to 9, hyphen, any
 * other.
 */
public final class TrainNames {
  private static final int SYMBOLS = 39;
  private static final long SEED = 20250301;

  private final long[][][] trigrams = new long[SYMBOLS][SYMBOLS][SYMBOLS];

  private TrainNames() {}

  public static void main(String[] args) throws IOException {
    if (args.length < 2) {
      System.err.println("usage: scripts/train-names OUT WORDS...");
      System.exit(2);
    }
    TreeSet<String> words = new TreeSet<>();
    for (int i = 1; i < args.length; i++) {
      words.addAll(words(Path.of(args[i])));
    }
    byte[] model = model(words);
    Files.write(Path.of(args[0]), model);
    System.err.printf("%,d words, %,d bytes%n", words.size(), model.length);
  }

  /** Those words of a list that are of ASCII letters, in lower case. */
  static List<String> words(Path list) throws IOException {
    return Files.readAllLines(list).stream()
        .map(line -> line.strip().toLowerCase(Locale.ROOT))
        .filter(word -> word.matches("[a-z]{2,}"))
        .toList();
  }

  /** The model of some words, whatever their order. */
  static byte[] model(SortedSet<String> words) {
    TrainNames model = new TrainNames();
    List<String> list = new ArrayList<>(words);
    Random random = new Random(SEED);
    for (int i = 0; i < list.size(); i++) {
      String word = list.get(i);
      String other = list.get(random.nextInt(list.size()));
      model.learn(word);
      model.learn(word + (random.nextInt(5) == 0 ? "-" : "") + other);
      if (i % 10 == 0) {
        model.learn(word + (1 + random.nextInt(random.nextBoolean() ? 9 : 999)));
      }
    }
    return model.table();
  }

  private void learn(String name) {
    int a = 0;
    int b = 0;
    for (int i = 0; i <= name.length(); i++) {
      int c = i == name.length() ? 0 : symbol(name.charAt(i));
      trigrams[a][b][c]++;
      a = b;
      b = c;
    }
  }

  private static int symbol(char c) {
    if (c >= 'a' && c <= 'z') {
      return 1 + c - 'a';
    }
    if (c >= '0' && c <= '9') {
      return 27 + c - '0';
    }
    return c == '-' ? 37 : 38;
  }

  private byte[] table() {
    long[] single = new long[SYMBOLS];
    long[][] pairs = new long[SYMBOLS][SYMBOLS];
    for (int a = 0; a < SYMBOLS; a++) {
      for (int b = 0; b < SYMBOLS; b++) {
        for (int c = 0; c < SYMBOLS; c++) {
          single[c] += trigrams[a][b][c];
          pairs[b][c] += trigrams[a][b][c];
        }
      }
    }
    double[] chance = new double[SYMBOLS];
    Arrays.fill(chance, 1.0 / SYMBOLS);
    double[] byNone = smooth(single, chance);
    byte[] table = new byte[SYMBOLS * SYMBOLS * SYMBOLS];
    for (int b = 0; b < SYMBOLS; b++) {
      double[] byOne = smooth(pairs[b], byNone);
      for (int a = 0; a < SYMBOLS; a++) {
        double[] byTwo = smooth(trigrams[a][b], byOne);
        for (int c = 0; c < SYMBOLS; c++) {
          double bits = -Math.log(byTwo[c]) / Math.log(2);
          table[(a * SYMBOLS + b) * SYMBOLS + c] = (byte) Math.min(255, Math.round(16 * bits));
        }
      }
    }
    return table;
  }

  /** P(c) = (count(c) + kinds * P'(c)) / (total + kinds), kinds: how many different were seen. */
  private static double[] smooth(long[] counts, double[] coarser) {
    long total = 0;
    long kinds = 0;
    for (long count : counts) {
      total += count;
      kinds += count > 0 ? 1 : 0;
    }
    double[] smooth = new double[SYMBOLS];
    for (int c = 0; c < SYMBOLS; c++) {
      smooth[c] =
          total == 0 ? coarser[c] : (counts[c] + kinds * coarser[c]) / (double) (total + kinds);
    }
    return smooth;
  }
}
