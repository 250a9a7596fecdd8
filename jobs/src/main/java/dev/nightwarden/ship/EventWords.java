package dev.nightwarden.ship;

import dev.nightwarden.value.Amount;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What messages to people say of events: who, what, since when, why, and how to look closer. Text
 * of the logs is bounded, on one line, and hides nothing; each medium still escapes it for itself.
 */
final class EventWords {
  /** Code points of one reason. */
  static final int MAX_REASON = 500;

  /** Of more reasons than this the others are counted. */
  static final int MAX_REASONS = 20;

  private static final int MAX_ACTOR = 100;
  private static final int MAX_PROFILE = 50;
  private static final int MAX_ID = 64;
  private static final int MAX_SEVERITY = 20;
  private static final List<String> SEVERITIES = List.of("low", "medium", "high");

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private EventWords() {}

  /** Whose events they are. */
  static String actor(String actor) {
    return actor == null ? "no actor" : EscapedText.text(actor, MAX_ACTOR);
  }

  /** By what the event was found. */
  static String profile(Event event) {
    return EscapedText.text(event.profile(), MAX_PROFILE);
  }

  /** {@code 3 malicious events}. */
  static String count(long events) {
    return Amount.of(events, "malicious event");
  }

  /** {@code score 1.000, severity high}. */
  static String strength(double score, String severity) {
    String words = severity == null ? "" : ", severity " + EscapedText.text(severity, MAX_SEVERITY);
    return String.format(Locale.ROOT, "score %.3f%s", score, words);
  }

  /** The same for the strongest of some events. */
  static String strength(List<Event> events) {
    double score = events.stream().mapToDouble(Event::score).max().orElseThrow();
    String severity =
        events.stream()
            .map(Event::severity)
            .filter(Objects::nonNull)
            .max(Comparator.comparingInt(SEVERITIES::indexOf))
            .orElse(null);
    return strength(score, severity);
  }

  /** {@code 10:00:05 UTC}. */
  static String time(Event event) {
    return CLOCK.format(event.eventTime()) + " UTC";
  }

  /** {@code at 10:00:05 UTC}, or between which times. */
  static String when(Digest digest) {
    Instant first =
        digest.events().stream().map(Event::eventTime).min(Comparator.naturalOrder()).orElseThrow();
    Instant last =
        digest.events().stream().map(Event::eventTime).max(Comparator.naturalOrder()).orElseThrow();
    String from = CLOCK.format(first);
    String to = CLOCK.format(last);
    if (digest.more() > 0) {
      return "from %s UTC on".formatted(from);
    }
    return from.equals(to)
        ? "at %s UTC".formatted(from)
        : "between %s and %s UTC".formatted(from, to);
  }

  /**
   * Why the event is odd: a sentence for each anomaly with the techniques that it is a sign of, the
   * last a count where there are many.
   */
  static List<String> reasons(Event event) {
    List<String> reasons = new ArrayList<>();
    for (Event.Anomaly anomaly : event.anomalies()) {
      if (reasons.size() == MAX_REASONS) {
        reasons.add("and %d more".formatted(event.anomalies().size() - MAX_REASONS));
        break;
      }
      reasons.add(reason(anomaly.reason(), MAX_REASON, anomaly.attack()));
    }
    return reasons;
  }

  /** The command that tells all that is known of an event. */
  static String explain(Event event) {
    return "scripts/nightwarden explain --event %s --date %s"
        .formatted(EscapedText.text(event.eventId(), MAX_ID), event.eventDate());
  }

  /** {@code 3 malicious events of ann on 2026-11-01}, or {@code risk 48: ann on 2026-11-01}. */
  static String title(Digest digest) {
    if (digest.alert() != null) {
      return "%s: %s on %s"
          .formatted(risk(digest.alert()), actor(digest.actor()), digest.eventDate());
    }
    return "%s of %s on %s"
        .formatted(
            count(digest.events().size() + digest.more()),
            actor(digest.actor()),
            digest.eventDate());
  }

  /** {@code risk 48}. */
  static String risk(Event.Alert alert) {
    return String.format(Locale.ROOT, "risk %.0f", alert.risk());
  }

  /** {@code 5.6 points, 7 events between 10:00:05 and 10:21:40 UTC}. */
  static String weight(Digest digest) {
    return String.format(
        Locale.ROOT,
        "%.1f points, %s %s",
        digest.alert().points(),
        Amount.of(digest.events().size() + digest.more(), "event"),
        when(digest));
  }

  /** What weighs most in an alert. */
  static String reason(Event.Alert alert) {
    return reason(alert.reason(), 2 * MAX_REASON, alert.attack());
  }

  private static String reason(String sentence, int longest, List<String> attack) {
    String reason = EscapedText.text(String.valueOf(sentence), longest);
    return attack.isEmpty() ? reason : "%s (%s)".formatted(reason, String.join(", ", attack));
  }

  /** The command that says that an alert was fine. */
  static String verdict(Event.Alert alert) {
    return "scripts/nightwarden verdict %s benign"
        .formatted(EscapedText.text(alert.alertId(), MAX_ID));
  }

  /** {@code 30 more malicious events of 12 actors}, or {@code 12 more alerts}. */
  static String title(Rest rest) {
    if (rest.first().get(0).alert() != null) {
      return Amount.of(rest.digests(), "more alert");
    }
    return "%d more malicious events of %s"
        .formatted(rest.events(), Amount.of(rest.digests(), "other actor"));
  }

  /** {@code ann on 2026-11-01: 3 malicious events}, without the actor. */
  static String restLine(Digest digest) {
    if (digest.alert() != null) {
      return String.format(
          Locale.ROOT,
          "on %s: %s, %.1f points",
          digest.eventDate(),
          risk(digest.alert()),
          digest.alert().points());
    }
    return "on %s: %s, %s"
        .formatted(
            digest.eventDate(),
            count(digest.events().size() + digest.more()),
            strength(digest.events()));
  }

  /** What follows the digests that a message of the rest names; empty for nothing. */
  static String restTail(Rest rest) {
    long more = rest.digests() - rest.first().size();
    return more == 0 ? "" : "and %d more".formatted(more);
  }
}
