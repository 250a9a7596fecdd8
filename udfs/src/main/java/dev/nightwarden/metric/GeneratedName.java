package dev.nightwarden.metric;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.IDN;
import java.util.Locale;

/**
 * How little a name looks like one that a person chose: the domains that malware generates are made
 * of letters that seldom follow one another.
 *
 * <p>A trigram model of English words, alone, in pairs and with numbers ({@code
 * scripts/TrainNames.java}), gives each character a probability after the two before it. The score
 * is the mean number of bits (minus the base-2 logarithm of that probability) that the label and
 * its end cost per character, together with eight characters of 4 bits, so that a short label does
 * not go far from 4.
 */
public final class GeneratedName {
  private static final int SYMBOLS = 39;
  private static final int EDGE = 0;
  private static final int OTHER = 38;

  /** The longest label of a name (RFC 1035, section 2.3.4); what follows is not looked at. */
  private static final int MAX_LABEL = 63;

  /** What a character of a popular name costs, in bits: the median. */
  private static final double ORDINARY = 4;

  /** So many ordinary characters count besides a label's own: a short one says little. */
  private static final int PRIOR = 8;

  private GeneratedName() {}

  /**
   * Bits per character of the longest label left of the public suffix (the first of equals): of
   * {@code qxvkzjhw} for {@code qxvkzjhw.example.com}. Above 0, below 16. Null for null, for a name
   * without such a label, for an address, and where that label is written in another script ({@code
   * xn--}), which the model does not know.
   */
  public static Double bits(String name) {
    if (name == null || Address.is(name)) {
      return null;
    }
    String label = longestLabel(name);
    if (label.isEmpty() || isForeign(label)) {
      return null;
    }
    double bits = meanBits(label) * (label.length() + 1);
    return (bits + ORDINARY * PRIOR) / (label.length() + 1 + PRIOR);
  }

  /** Bits per character, its end counted as one, of a text in lower case, by the model alone. */
  static double meanBits(String text) {
    byte[] table = Model.TABLE;
    int a = EDGE;
    int b = EDGE;
    long sixteenths = 0;
    for (int i = 0; i <= text.length(); i++) {
      int c = i == text.length() ? EDGE : symbol(text.charAt(i));
      sixteenths += table[(a * SYMBOLS + b) * SYMBOLS + c] & 0xff;
      a = b;
      b = c;
    }
    return sixteenths / 16.0 / (text.length() + 1);
  }

  private static String longestLabel(String name) {
    String cut = name.substring(0, Math.min(name.length(), Domain.MAX_LENGTH + 1));
    String lower = cut.toLowerCase(Locale.ROOT);
    String suffix = Domain.publicSuffix(lower);
    int end = lower.endsWith(".") ? lower.length() - 1 : lower.length();
    if (suffix != null && end > suffix.length()) {
      end -= suffix.length() + 1;
    }
    String longest = "";
    int start = 0;
    for (int i = 0; i <= end; i++) {
      if (i == end || lower.charAt(i) == '.') {
        if (i - start > longest.length()) {
          longest = lower.substring(start, i);
        }
        start = i + 1;
      }
    }
    return longest.substring(0, Math.min(longest.length(), MAX_LABEL));
  }

  /** Only what decodes is another script: the four letters alone hide nothing. */
  private static boolean isForeign(String label) {
    return label.startsWith("xn--") && !IDN.toUnicode(label).equalsIgnoreCase(label);
  }

  private static int symbol(char c) {
    if (c >= 'a' && c <= 'z') {
      return 1 + c - 'a';
    }
    if (c >= '0' && c <= '9') {
      return 27 + c - '0';
    }
    return c == '-' || c == '_' ? 37 : OTHER;
  }

  /** Read when the first name is scored. */
  private static final class Model {
    private static final byte[] TABLE = read();

    private static byte[] read() {
      try (InputStream in = GeneratedName.class.getResourceAsStream("names.ngram")) {
        byte[] table = in.readAllBytes();
        if (table.length != SYMBOLS * SYMBOLS * SYMBOLS) {
          throw new IllegalStateException("names.ngram has %d bytes".formatted(table.length));
        }
        return table;
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }
  }
}
