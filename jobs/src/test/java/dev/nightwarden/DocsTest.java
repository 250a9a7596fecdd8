package dev.nightwarden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of Markdown: their links lead somewhere, and every page is found. */
class DocsTest {
  private static final Path PROJECT = Path.of("..");
  private static final Path README = PROJECT.resolve("README.md");
  private static final Path DOCS = PROJECT.resolve("docs");
  private static final int LONGEST_README = 150;

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)|src=\"([^\"]+)\"");
  private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern SPAN = Pattern.compile("`[^`\n]*`");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(README, PROJECT.resolve("CONTRIBUTING.md")));
    try (Stream<Path> files = Files.list(DOCS)) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyLinkLeadsSomewhere(Path page) throws IOException {
    for (String link : links(page)) {
      if (link.matches("[a-z]+:.*")) {
        continue;
      }
      String[] parts = link.split("#", 2);
      Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
      assertTrue(
          Files.exists(target), () -> "%s links to %s, which is not there".formatted(page, link));
      if (parts.length == 2) {
        Set<String> anchors = anchors(target);
        assertTrue(
            anchors.contains(parts[1]),
            () -> "%s links to %s; %s has %s".formatted(page, link, target, anchors));
      }
    }
  }

  @Test
  void readmeIsShort() throws IOException {
    int lines = Files.readAllLines(README).size();
    assertTrue(lines <= LONGEST_README, () -> "README.md has %d lines".formatted(lines));
  }

  @Test
  void readmeLeadsToEveryPage() throws IOException {
    Set<Path> linked = new HashSet<>();
    for (String link : links(README)) {
      linked.add(README.resolveSibling(link.split("#", 2)[0]));
    }
    assertEquals(
        List.of(),
        pages().stream().filter(page -> !page.equals(README) && !linked.contains(page)).toList());
  }

  private static List<String> links(Path page) throws IOException {
    String text = SPAN.matcher(CODE.matcher(Files.readString(page)).replaceAll("")).replaceAll("x");
    return LINK.matcher(text)
        .results()
        .map(link -> link.group(1) == null ? link.group(2) : link.group(1))
        .toList();
  }

  /** The anchors of a page's headings, as GitHub makes them. */
  private static Set<String> anchors(Path page) throws IOException {
    Map<String, Integer> seen = new HashMap<>();
    return HEADING
        .matcher(CODE.matcher(Files.readString(page)).replaceAll(""))
        .results()
        .map(DocsTest::anchor)
        .map(
            anchor -> {
              int before = seen.merge(anchor, 1, Integer::sum) - 1;
              return before == 0 ? anchor : anchor + "-" + before;
            })
        .collect(Collectors.toSet());
  }

  private static String anchor(MatchResult heading) {
    return heading
        .group(1)
        .replaceAll("\\[([^]]*)\\]\\([^)]*\\)", "$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
        .replace(' ', '-');
  }
}
