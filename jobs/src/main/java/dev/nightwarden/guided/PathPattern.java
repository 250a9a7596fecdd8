package dev.nightwarden.guided;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the path of a config that takes in some files and no others, and tomorrow's of the same
 * kind where their names let it.
 */
public final class PathPattern {
  private PathPattern() {}

  /**
   * The shortest pattern for some of the files of a folder or pattern.
   *
   * @param asked what was asked for
   * @param wanted the files it is to take in, absolute; at least one
   * @param others the files it must not take in
   */
  static String of(String asked, Collection<String> wanted, Collection<String> others) {
    if (others.isEmpty()) {
      return asked;
    }
    List<String> candidates = new ArrayList<>();
    String folder = commonFolder(wanted);
    List<String> names = wanted.stream().map(path -> path.substring(folder.length() + 1)).toList();
    if (wanted.size() == 1) {
      candidates.add(quoted(wanted.iterator().next()));
    }
    if (names.stream().noneMatch(name -> name.contains("/"))) {
      candidates.addAll(inOneFolder(folder, names));
    } else {
      candidates.add(quoted(folder));
      candidates.addAll(below(folder, names));
    }
    for (String candidate : candidates) {
      if (matchesAll(candidate, wanted)
          && others.stream().noneMatch(path -> matches(candidate, path))) {
        return candidate;
      }
    }
    return wanted.stream().map(PathPattern::quoted).collect(Collectors.joining(",", "{", "}"));
  }

  private static List<String> inOneFolder(String folder, List<String> names) {
    Set<String> patterns = new LinkedHashSet<>();
    String prefix = common(names, false);
    String suffix = common(names, true);
    String extension = suffix.contains(".") ? suffix.substring(suffix.indexOf('.')) : "";
    // What dates and numbers have in common is chance.
    String stem = prefix.replaceFirst("[\\d._-]+$", "");
    if (!extension.isEmpty()) {
      patterns.add("*" + quoted(extension));
    }
    if (!stem.isEmpty()) {
      patterns.add(quoted(stem) + "*" + quoted(extension));
      patterns.add(quoted(stem) + "*");
    }
    patterns.add(
        names.stream().map(PathPattern::quoted).collect(Collectors.joining(",", "{", "}")));
    return patterns.stream().map(pattern -> quoted(folder) + "/" + pattern).toList();
  }

  /** Files at one depth below a folder. */
  private static List<String> below(String folder, List<String> names) {
    Set<Integer> depths = new LinkedHashSet<>();
    names.forEach(name -> depths.add(name.split("/", -1).length));
    if (depths.size() > 1) {
      return List.of();
    }
    String stars = "/*".repeat(depths.iterator().next() - 1);
    List<String> last =
        names.stream().map(name -> name.substring(name.lastIndexOf('/') + 1)).toList();
    return inOneFolder("", last).stream().map(pattern -> quoted(folder) + stars + pattern).toList();
  }

  /** What all names start with, or end with. */
  private static String common(List<String> names, boolean atEnd) {
    String first = names.get(0);
    int length = first.length();
    for (String name : names) {
      int same = 0;
      while (same < Math.min(length, name.length())
          && (atEnd
              ? first.charAt(first.length() - 1 - same) == name.charAt(name.length() - 1 - same)
              : first.charAt(same) == name.charAt(same))) {
        same++;
      }
      length = same;
    }
    return atEnd ? first.substring(first.length() - length) : first.substring(0, length);
  }

  private static String commonFolder(Collection<String> paths) {
    List<String> folders =
        paths.stream().map(path -> path.substring(0, path.lastIndexOf('/') + 1)).toList();
    String common = common(folders, false);
    return common.substring(0, Math.max(0, common.lastIndexOf('/')));
  }

  /** A name in which the characters of patterns stand for themselves, or for any one. */
  public static String quoted(String name) {
    return name.replaceAll("[*?\\[\\]{},\\\\]", "?");
  }

  private static boolean matchesAll(String pattern, Collection<String> paths) {
    return paths.stream().allMatch(path -> matches(pattern, path));
  }

  /** Whether a path, or a folder that it is in, is of a pattern; as an ingest lists files. */
  static boolean matches(String pattern, String path) {
    StringBuilder regex = new StringBuilder();
    int depth = 0;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      regex.append(
          switch (c) {
            case '*' -> "[^/]*";
            case '?' -> "[^/]";
            case '{' -> "(?:";
            case '}' -> ")";
            case ',' -> depth > 0 ? "|" : ",";
            default -> Pattern.quote(String.valueOf(c));
          });
    }
    return Pattern.compile(regex + "(?:/.*)?", Pattern.DOTALL).matcher(path).matches();
  }
}
