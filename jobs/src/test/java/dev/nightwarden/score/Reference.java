package dev.nightwarden.score;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/** The scores of SPEC.md, computed slowly and obviously: one message at a time. */
public final class Reference {
  private Reference() {}

  /** One message of one profile; a field without a value is missing or maps to null. */
  public record Message(
      String transport, String id, Instant time, String actor, Map<String, String> values) {
    public LocalDate date() {
      return time.atZone(ZoneOffset.UTC).toLocalDate();
    }
  }

  /** What is known of one value of one message, and its two possible scores. */
  public record Known(
      String id,
      String transport,
      String field,
      String value,
      long seen,
      long total,
      long distinct,
      long missing,
      double mandatory,
      double optional) {}

  public static List<Known> score(
      List<Message> messages, List<String> fields, OptionalInt history) {
    List<Message> ordered = new ArrayList<>(messages);
    ordered.sort(
        Comparator.comparing(Message::time)
            .thenComparing(Message::id, Reference::compareUtf8)
            .thenComparing(Message::transport, Reference::compareUtf8));
    List<Known> scores = new ArrayList<>();
    for (int i = 0; i < ordered.size(); i++) {
      Message message = ordered.get(i);
      for (String field : fields) {
        scores.add(score(message, field, ordered.subList(0, i), history));
      }
    }
    return scores;
  }

  private static Known score(
      Message message, String field, List<Message> before, OptionalInt history) {
    String value = message.values().get(field);
    long seen = 0;
    long total = 0;
    long missing = 0;
    HashSet<String> values = new HashSet<>();
    for (Message earlier : before) {
      boolean remembered =
          history.isEmpty()
              || !earlier.date().isBefore(message.date().minusDays(history.getAsInt()));
      if (!remembered || !earlier.actor().equals(message.actor())) {
        continue;
      }
      String known = earlier.values().get(field);
      total++;
      seen += Objects.equals(known, value) ? 1 : 0;
      missing += known == null ? 1 : 0;
      values.add(known);
    }
    long distinct = values.size();
    return new Known(
        message.id(),
        message.transport(),
        field,
        value,
        seen,
        total,
        distinct,
        missing,
        rounded(mandatory(value, seen, total, distinct)),
        rounded(optional(value, seen, total, missing)));
  }

  private static double mandatory(String value, long seen, long total, long distinct) {
    if (value == null || seen == 0) {
      return 1;
    }
    return seen >= (double) total / distinct ? 0 : 1 - (double) seen / total;
  }

  private static double optional(String value, long seen, long total, long missing) {
    if (value == null || seen > 0) {
      return 0;
    }
    return total == 0 ? 1 : (double) missing / total;
  }

  private static double rounded(double score) {
    return BigDecimal.valueOf(score).setScale(12, RoundingMode.HALF_UP).doubleValue();
  }

  private static int compareUtf8(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
