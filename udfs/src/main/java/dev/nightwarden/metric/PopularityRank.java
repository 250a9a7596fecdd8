package dev.nightwarden.metric;

import dev.nightwarden.sql.ShippedFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How popular a name is, by a list of lines {@code rank,name} such as the Tranco list (a header
 * {@code rank,name}, empty lines and lines that start with # are passed over). A list is read once
 * per JVM, so it must lie on every machine, or be shipped with {@code --files}; one of a million
 * names holds about 80 MB.
 */
public final class PopularityRank {
  /** The small list that comes with the project, made by hand: a start, to be replaced. */
  public static final String BUILT_IN = "built-in";

  /** The longest list. */
  public static final int MAX_NAMES = 2_000_000;

  private static final Map<String, Map<String, Integer>> LISTS = new ConcurrentHashMap<>();

  private PopularityRank() {}

  /**
   * The rank of a name (1 is the most popular), or else that of its registered domain. Null if
   * neither is listed, or an argument is null.
   *
   * @param file the list's path, or {@link #BUILT_IN}
   * @throws IllegalArgumentException if the list cannot be read, naming file and line
   */
  public static Integer of(String name, String file) {
    if (name == null || file == null) {
      return null;
    }
    Map<String, Integer> ranks = LISTS.computeIfAbsent(file, PopularityRank::read);
    if (name.length() > Domain.MAX_LENGTH + 1) {
      return null;
    }
    String plain = plain(name);
    Integer rank = ranks.get(plain);
    if (rank != null) {
      return rank;
    }
    // To tell what is registered takes far longer than to see that nothing it could be is listed.
    String registered = isUnderListed(plain, ranks) ? Domain.registered(name) : null;
    return registered == null ? null : ranks.get(registered);
  }

  /** Whether the end of a name, from one of its dots on, is listed, or the name has other dots. */
  private static boolean isUnderListed(String name, Map<String, Integer> ranks) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c > 127 || (c == '.' && ranks.containsKey(name.substring(i + 1)))) {
        return true;
      }
    }
    return false;
  }

  private static Map<String, Integer> read(String file) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8))) {
      return read(file, lines);
    } catch (NoSuchFileException missing) {
      throw new IllegalArgumentException(
          "popularity list %s: no such file; name one with lines of rank,name, or %s"
              .formatted(file, BUILT_IN),
          missing);
    } catch (IOException | UncheckedIOException broken) {
      throw new IllegalArgumentException(
          "popularity list %s: %s".formatted(file, broken.getMessage()), broken);
    }
  }

  private static Map<String, Integer> read(String file, BufferedReader lines) throws IOException {
    Map<String, Integer> ranks = new HashMap<>();
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      boolean isHeader = ranks.isEmpty() && line.strip().equals("rank,name");
      if (isHeader || line.isBlank() || line.startsWith("#")) {
        continue;
      }
      int comma = line.indexOf(',');
      String rank = comma < 0 ? "" : line.substring(0, comma).strip();
      if (!rank.matches("[1-9][0-9]{0,8}") || plain(line.substring(comma + 1)).isEmpty()) {
        throw new IllegalArgumentException(
            "popularity list %s:%d: a line is rank,name, such as 1,example.com"
                .formatted(file, number));
      }
      ranks.merge(plain(line.substring(comma + 1)), Integer.valueOf(rank), Math::min);
      if (ranks.size() > MAX_NAMES) {
        throw new IllegalArgumentException(
            "popularity list %s: more than %,d names".formatted(file, MAX_NAMES));
      }
    }
    return ranks;
  }

  private static InputStream open(String file) throws IOException {
    return file.equals(BUILT_IN)
        ? PopularityRank.class.getResourceAsStream("popular.csv")
        : Files.newInputStream(ShippedFiles.locate(file));
  }

  private static String plain(String name) {
    String lower = name.strip().toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
