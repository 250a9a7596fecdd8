package dev.nightwarden.ingest;

import dev.nightwarden.plugin.IllegalKeyException;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * Which files and folders are left out. A pattern without a slash is held against the name alone,
 * one with a slash against the path below the transport's folder; {@code *} stays within a name,
 * {@code **} does not.
 */
final class Excluded {
  private final List<PathMatcher> names = new ArrayList<>();
  private final List<PathMatcher> paths = new ArrayList<>();

  /**
   * Reads patterns.
   *
   * @throws IllegalKeyException for the key {@code exclude}
   */
  Excluded(List<String> patterns) {
    for (String pattern : patterns) {
      String inside = pattern.replaceAll("/+$", "");
      boolean ofName = inside.indexOf('/') < 0;
      inside = inside.replaceAll("^/+", "");
      if (inside.isBlank()) {
        throw new IllegalKeyException(
            "exclude", "has \"%s\", which names nothing".formatted(pattern));
      }
      (ofName ? names : paths).add(matcher(pattern, inside));
      // Nothing at all is a number of folders too.
      if (inside.startsWith("**/")) {
        paths.add(matcher(pattern, inside.substring(3)));
      }
    }
  }

  private static PathMatcher matcher(String pattern, String glob) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + glob);
    } catch (PatternSyntaxException wrong) {
      throw new IllegalKeyException(
          "exclude",
          "has \"%s\", no pattern such as *.tmp or */digest/**: %s"
              .formatted(pattern, wrong.getDescription()));
    }
  }

  /**
   * Whether a file or folder is left out, and with a folder all inside.
   *
   * @param path below the transport's folder, without a slash at its start
   */
  boolean has(String path) {
    if (names.isEmpty() && paths.isEmpty()) {
      return false;
    }
    try {
      Path whole = Path.of(path);
      Path name = whole.getFileName();
      return paths.stream().anyMatch(matcher -> matcher.matches(whole))
          || names.stream().anyMatch(matcher -> matcher.matches(name));
    } catch (InvalidPathException noName) {
      return false;
    }
  }
}
