package dev.nightwarden.guided;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A path as a person wrote it: files below it are named as it is, relative where it is.
 *
 * @param asked without a slash at its end
 * @param base the part of it without patterns, absolute, as files are listed
 * @param written the same part, as it was written
 */
record AskedPath(String asked, String base, String written) {
  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*");

  static AskedPath of(String path) {
    String asked = path.length() > 1 ? path.replaceFirst("/+$", "") : path;
    int special = firstSpecial(asked);
    String plain =
        special < 0 ? asked : asked.substring(0, Math.max(0, asked.lastIndexOf('/', special)));
    if (URI.matcher(asked).matches()) {
      return new AskedPath(asked, plain, plain);
    }
    return new AskedPath(asked, Path.of(plain).toAbsolutePath().normalize().toString(), plain);
  }

  private static int firstSpecial(String path) {
    for (int i = 0; i < path.length(); i++) {
      if ("*?[{".indexOf(path.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  /** What the config is to read: see {@link PathPattern#of}. */
  String pattern(List<String> wanted, List<String> others) {
    if (others.isEmpty()) {
      return asked;
    }
    List<String> ours = wanted.stream().map(this::asWritten).toList();
    return PathPattern.of(asked, ours, others.stream().map(this::asWritten).toList());
  }

  private String asWritten(String path) {
    boolean isBelow = path.startsWith(base) && !written.isEmpty() && !base.equals(written);
    return isBelow ? written + path.substring(base.length()) : path;
  }
}
