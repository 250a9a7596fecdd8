package dev.nightwarden.make;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nightwarden.metric.GeneratedName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainNamesTest {
  private static final int SYMBOLS = 39;

  /** The word lists that the model in the project was made of, and their SHA-256. */
  private static final Map<Path, String> LISTS =
      Map.of(
          Path.of("/usr/share/dict/american-english"),
          "9f513f1ceadb6a01c5485b7dbdfd5118dc66cd70b59cae2851292112d4066a32",
          Path.of("/usr/share/dict/british-english"),
          "7424d6682301dc86f73b0a5c8c53f0ba4c9f0a41fb2d1cb7e5fe7f8a04f15fb0");

  @TempDir Path folder;

  @Test
  void theModelIsWhatItsWordsGive() throws IOException, NoSuchAlgorithmException {
    TreeSet<String> words = new TreeSet<>();
    for (Map.Entry<Path, String> list : LISTS.entrySet()) {
      assumeTrue(Files.isReadable(list.getKey()), () -> list.getKey() + " is not installed");
      assumeTrue(sha256(list.getKey()).equals(list.getValue()), "another edition of the words");
      words.addAll(TrainNames.words(list.getKey()));
    }
    try (InputStream model = GeneratedName.class.getResourceAsStream("names.ngram")) {
      assertArrayEquals(model.readAllBytes(), TrainNames.model(words));
    }
  }

  @Test
  void whatFollowsMoreOftenCostsFewerBits() {
    byte[] model = TrainNames.model(new TreeSet<>(List.of("banana", "bandana", "cabana")));

    assertEquals(SYMBOLS * SYMBOLS * SYMBOLS, model.length);
    assertTrue(bits(model, 'a', 'n', 'a') < bits(model, 'a', 'n', 'd'));
    assertTrue(bits(model, 'a', 'n', 'd') < bits(model, 'a', 'n', 'q'));
  }

  @Test
  void afterAnyTwoSymbolsTheChancesAddUpToOne() {
    byte[] model = TrainNames.model(new TreeSet<>(List.of("banana", "bandana", "cabana")));
    for (int ab = 0; ab < SYMBOLS * SYMBOLS; ab++) {
      double sum = 0;
      for (int c = 0; c < SYMBOLS; c++) {
        sum += Math.pow(2, -(model[ab * SYMBOLS + c] & 0xff) / 16.0);
      }
      // Each is rounded by at most half a sixteenth of a bit.
      assertEquals(1, sum, 0.03);
    }
  }

  @Test
  void learnsOnlyFromWordsOfLetters() throws IOException {
    Path list = Files.writeString(folder.resolve("words"), "Zebra\n it's\nx\n caf\u00e9\n yak \n");

    assertEquals(List.of("zebra", "yak"), TrainNames.words(list));
  }

  private static int bits(byte[] model, char a, char b, char c) {
    return model[((a - 'a' + 1) * SYMBOLS + b - 'a' + 1) * SYMBOLS + c - 'a' + 1] & 0xff;
  }

  private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
