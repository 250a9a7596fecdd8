package dev.nightwarden.verdict;

import java.util.Locale;

/** What somebody says of a finding. */
public enum Opinion {
  /** It was fine: what it covers does not count. */
  BENIGN,
  /** It was not: no rule and no wider verdict excuses its events. */
  MALICIOUS,
  /** Nothing can be said; an earlier verdict on the same finding holds no longer. */
  UNSURE;

  /** The word on the command line and in {@code verdicts}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
