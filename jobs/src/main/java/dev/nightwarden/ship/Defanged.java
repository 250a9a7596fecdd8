package dev.nightwarden.ship;

import java.util.regex.Pattern;

/** Text from outside that no program makes a link of. */
final class Defanged {
  private static final Pattern SCHEME = Pattern.compile("(?<=[A-Za-z0-9+.-])://");
  private static final Pattern WWW = Pattern.compile("(?i)(?<![\\p{L}\\p{N}])www\\.");

  /** A dot that may stand in the name of a host: mail programs make links of bare names too. */
  private static final Pattern HOST_DOT =
      Pattern.compile("(?<=[\\p{L}\\p{N}_-])[.\u3002\uFF0E\uFF61](?=[\\p{L}_])");

  private Defanged() {}

  /** The text with each URL broken: {@code http[:]//evil.example/}. */
  static String urls(String text) {
    return WWW.matcher(SCHEME.matcher(text).replaceAll("[:]//")).replaceAll("www[.]");
  }

  /** The same with each name of a host broken as well: {@code http[:]//evil[.]example/}. */
  static String hosts(String text) {
    return HOST_DOT.matcher(urls(text)).replaceAll("[.]");
  }
}
