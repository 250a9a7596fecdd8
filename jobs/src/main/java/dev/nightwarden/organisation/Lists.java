package dev.nightwarden.organisation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The lists that come with the program: commas, no quotes, a line with the columns' names. */
final class Lists {
  private Lists() {}

  static List<List<String>> rows(String name) {
    return lines(name).stream().skip(1).map(line -> Arrays.asList(line.split(",", -1))).toList();
  }

  static List<String> lines(String name) {
    try (InputStream in = Lists.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
