package dev.nightwarden.ship;

/** Text from outside in Slack's mrkdwn. */
final class SlackText {
  private SlackText() {}

  /**
   * The text as a code span, in which Slack formats nothing: {@code &}, {@code <} and {@code >} are
   * escaped, so that no link and no mention such as {@code <!channel>} is left, URLs are broken,
   * and a backtick, which would end the span, is replaced by one that looks alike.
   */
  static String code(String text) {
    String escaped = escaped(Defanged.urls(text)).replace('`', '\u02CB').strip();
    return escaped.isEmpty() ? "(empty)" : "`" + escaped + "`";
  }

  /** The text with the three characters that Slack reads escaped. */
  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
