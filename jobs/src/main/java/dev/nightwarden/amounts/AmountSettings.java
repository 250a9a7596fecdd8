package dev.nightwarden.amounts;

import dev.nightwarden.observe.Techniques;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import java.io.Serializable;
import java.util.List;

/**
 * An amount of an actor and a date.
 *
 * @param value a path into the message; null for messages and silence
 * @param matches an SQL condition on the message; null: every message that the profile watches
 */
public record AmountSettings(
    @Key(
            doc =
                "What is measured: count (messages), distinct (values), sum or max (of numbers), or"
                    + " silence (days without a message before this one).",
            required = true)
        AmountKind type,
    @Key(doc = "The path of the values or numbers, dotted.") String value,
    @Key(
            doc =
                "Which of the profile's messages it is measured of, as an SQL condition; default:"
                    + " all.")
        String matches,
    @Key(doc = "Whether a date counts as a whole, or its greatest hour (UTC).", fallback = "day")
        Span per,
    @Key(
            doc =
                "What the number is of, for reasons: bytes are told as KB, MB and so on; anything"
                    + " else follows the number.")
        String unit,
    @Key(doc = Techniques.DOC, decides = false) List<String> attack)
    implements Checked, Serializable {
  /** What an amount is measured over. */
  public enum Span {
    DAY,
    HOUR
  }

  private static final int LONGEST_UNIT = 40;

  public AmountSettings {
    attack = List.copyOf(attack);
  }

  @Override
  public void check() {
    Techniques.check(attack);
    if (type.isOfValues() && value == null) {
      throw new IllegalKeyException("value", "is missing; give the path of what is measured");
    }
    if (!type.isOfValues() && value != null) {
      throw new IllegalKeyException(
          "value", "is given, and this type looks at no value; leave it out, or use distinct");
    }
    if (type == AmountKind.SILENCE && (per == Span.HOUR || matches != null)) {
      throw new IllegalKeyException(
          per == Span.HOUR ? "per" : "matches",
          "does not go with silence, which is of days and of all messages; leave it out");
    }
    if (unit != null && (unit.isBlank() || unit.length() > LONGEST_UNIT)) {
      throw new IllegalKeyException(
          "unit", "is %d characters long; allowed: 1 to %d".formatted(unit.length(), LONGEST_UNIT));
    }
  }

  /** What decides its figures. */
  public AmountSettings withoutUnit() {
    return new AmountSettings(type, value, matches, per, null, attack);
  }

  /** How many days before a Monday fits look at: silences of three weeks are rare in four. */
  int fits() {
    return type == AmountKind.SILENCE ? 92 : 28;
  }

  /** How many dates a profile has before its amount counts, whatever it learns otherwise. */
  int leastDates() {
    return type == AmountKind.SILENCE ? 28 : 0;
  }

  /** How many days before a date are compared with it. */
  int looksBack() {
    return type == AmountKind.SILENCE ? AmountDetector.LONGEST_LOOK : 92;
  }
}
