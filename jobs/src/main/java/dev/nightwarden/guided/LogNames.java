package dev.nightwarden.guided;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Names for transports and profiles, out of the names of files. */
final class LogNames {
  /** Names of folders that say nothing of the logs. */
  private static final Set<String> EMPTY_WORDS =
      Set.of("log", "logs", "data", "test_data", "tmp", "var", "json", "csv", "raw", "archive", "");

  private LogNames() {}

  /** A different name for each kind: its folder's where no other is in there, else its files'. */
  static List<String> of(List<LogKind> kinds) {
    List<String> names = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (LogKind kind : kinds) {
      long inFolder = kinds.stream().filter(other -> folder(other).equals(folder(kind))).count();
      String name = known(kind);
      if (name.isEmpty() || inFolder > 1) {
        name = clean(folder(kind));
      }
      if (inFolder > 1 || EMPTY_WORDS.contains(name)) {
        name = clean(stem(kind));
      }
      name = EMPTY_WORDS.contains(name) ? "logs" : name;
      String one = name;
      for (int i = 2; !taken.add(one); i++) {
        one = name + "_" + i;
      }
      names.add(one);
    }
    return names;
  }

  private static String known(LogKind kind) {
    Object records = kind.format().keys().get("records");
    boolean isTrail =
        "Records".equals(records)
            && kind.files().get(0).path().toLowerCase(Locale.ROOT).contains("cloudtrail");
    return isTrail ? "cloudtrail" : "invalid".equals(kind.format().unless()) ? "ssh" : "";
  }

  private static String folder(LogKind kind) {
    String path = kind.files().get(0).path();
    String folder = path.substring(0, Math.max(0, path.lastIndexOf('/')));
    return folder.substring(folder.lastIndexOf('/') + 1);
  }

  private static String stem(LogKind kind) {
    String path = kind.files().get(0).path();
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.replaceFirst("(?i)\\.(?:gz|bz2|zst)$", "")
        .replaceFirst("(?i)\\.(?:log|jsonl?|ndjson|csv|tsv|txt|parquet)$", "");
  }

  private static String clean(String name) {
    String clean =
        name.toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("(?:_?\\d+)+(?=_|$)", "")
            .replaceAll("^_+|_+$", "");
    return clean.length() > 40 ? clean.substring(0, 40) : clean;
  }
}
