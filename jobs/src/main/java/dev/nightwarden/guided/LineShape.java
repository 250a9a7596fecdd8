package dev.nightwarden.guided;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Lines of text that are known, each with the regular expression that takes them apart. */
enum LineShape {
  /** The last address of a line is the one that sshd wrote: the user's name is any text. */
  SSHD(
      "sshd's lines of a syslog file",
      LineShape.STAMP
          + " (?<host>\\S+) (?<process>sshd(?:-session)?)\\[(?<pid>\\d+)\\]: "
          + "(?:message repeated (?<repeated>\\d+) times: \\[ )?"
          + "(?<action>Accepted|Failed) (?<method>\\S+) for (?<invalid>invalid user )?(?<user>.*)"
          + " from (?<ip>\\S+) port (?<port>\\d+)(?: ssh2)?(?:: .*)?\\]?$",
      "syslog",
      // Names that somebody guesses would each be an actor of one message.
      "invalid",
      0.001),
  ACCESS_LOG(
      "a web server's access log",
      "^(?<ip>\\S+) \\S+ (?<user>\\S+) \\[(?<time>[^\\]]+)\\]"
          + " \"(?<method>[A-Z]+) (?<url>[^ \"]*)[^\"]*\" (?<status>\\d{3}) (?<bytes>\\S+)"
          + "(?: \"(?<referrer>[^\"]*)\" \"(?<agent>[^\"]*)\")?",
      "auto",
      null,
      0.6),
  SYSLOG(
      "syslog",
      LineShape.STAMP
          + " (?<host>\\S+) (?<process>[^\\s:\\[]+)(?:\\[(?<pid>\\d+)\\])?: (?<message>.*)$",
      "syslog",
      null,
      0.8);

  /** Of syslog, in its old form and in the one of newer daemons. */
  private static final String STAMP =
      "^(?<time>[A-Z][a-z]{2} [ \\d]\\d \\d{2}:\\d{2}:\\d{2}|\\d{4}-\\d{2}-\\d{2}T\\S+)";

  private final String words;
  private final String pattern;
  private final Pattern compiled;
  private final String timeFormat;
  private final String unless;
  private final double least;

  LineShape(String words, String pattern, String timeFormat, String unless, double least) {
    this.words = words;
    this.pattern = pattern;
    this.compiled = Pattern.compile(pattern);
    this.timeFormat = timeFormat;
    this.unless = unless;
    this.least = least;
  }

  /** The shape of enough of the lines; empty where they have none of these. */
  static Optional<LogFormat> of(List<String> lines) {
    for (LineShape shape : values()) {
      long found =
          lines.stream()
              .filter(line -> line.length() < 2_000 && shape.compiled.matcher(line).find())
              .count();
      if (found > 0 && found >= shape.least * lines.size()) {
        return Optional.of(shape.format());
      }
    }
    return Optional.empty();
  }

  private LogFormat format() {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("format", "regex");
    keys.put("pattern", pattern);
    // The rest of the file is other programs' lines.
    keys.put("unmatched", "skip");
    keys.put("time_format", timeFormat);
    if (this == ACCESS_LOG) {
      keys.put("null_values", List.of("-"));
    }
    return new LogFormat(words, keys, "time", unless);
  }
}
