package dev.nightwarden.score;

import dev.nightwarden.observe.Learning;
import dev.nightwarden.predictive.Parameters;
import dev.nightwarden.predictive.PitmanYor;
import dev.nightwarden.score.Reference.Message;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * What others showed and how unlikely a value is, computed slowly and obviously: one message at a
 * time, every value that anybody ever showed one by one.
 *
 * @param teamField the field that says whose peer an actor is; null: nobody has peers
 */
record TypicalReference(
    List<Message> messages,
    OptionalInt history,
    String teamField,
    Learning learning,
    Fitted fitted) {
  /** How a field is drawn on a date. */
  interface Fitted {
    Parameters of(String field, LocalDate date);
  }

  /** What is known of one value of one message. */
  record Compared(
      String id,
      String field,
      String group,
      int peersSeen,
      int peers,
      int othersSeen,
      int others,
      int newcomers,
      double lnTail,
      boolean learning) {}

  List<Compared> compare(List<String> fields) {
    List<Message> ordered = new ArrayList<>(messages);
    ordered.sort(
        Comparator.comparing(Message::time)
            .thenComparing(
                Message::id,
                (a, b) ->
                    Arrays.compareUnsigned(
                        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8))));
    List<Compared> all = new ArrayList<>();
    for (int i = 0; i < ordered.size(); i++) {
      for (String field : fields) {
        all.add(compare(ordered.get(i), field, ordered.subList(0, i)));
      }
    }
    return all;
  }

  private boolean isWithin(LocalDate earlier, LocalDate date) {
    return history.isEmpty() || !earlier.isBefore(date.minusDays(history.getAsInt()));
  }

  private Compared compare(Message message, String field, List<Message> before) {
    LocalDate date = message.date();
    String value = message.values().get(field);
    List<Message> own =
        before.stream()
            .filter(earlier -> earlier.actor().equals(message.actor()))
            .filter(earlier -> isWithin(earlier.date(), date))
            .toList();
    Map<String, Set<String>> valuesOf = new TreeMap<>();
    for (Message earlier : messages) {
      if (earlier.date().isBefore(date)
          && isWithin(earlier.date(), date)
          && !earlier.actor().equals(message.actor())) {
        valuesOf
            .computeIfAbsent(earlier.actor(), actor -> new HashSet<>())
            .add(earlier.values().get(field));
      }
    }
    String team = team(message.actor(), date);
    List<String> peers =
        valuesOf.keySet().stream()
            .filter(actor -> team != null && team.equals(team(actor, date)))
            .toList();
    boolean hasPeers = peers.size() >= 5;
    Map<String, Integer> byPeers = holders(hasPeers ? peers : List.of(), valuesOf);
    Map<String, Integer> byAll = holders(valuesOf.keySet(), valuesOf);
    int newcomers = newcomers(message, field);
    int othersSeen = byAll.getOrDefault(key(value), 0);
    boolean isShownBefore =
        othersSeen > 0
            || own.stream()
                .filter(earlier -> earlier.date().isBefore(date))
                .anyMatch(earlier -> Objects.equals(earlier.values().get(field), value));
    int causes = isShownBefore || newcomers < 5 ? 0 : newcomers - 1;
    double tail =
        tail(
            fitted.of(field, date),
            own.stream().map(earlier -> key(earlier.values().get(field))).toList(),
            byPeers,
            byAll,
            hasPeers,
            key(value),
            causes,
            peers.size());
    LocalDate since = own.stream().map(Message::date).min(Comparator.naturalOrder()).orElse(date);
    int profileDates =
        (int) messages.stream().map(Message::date).filter(date::isAfter).distinct().count();
    return new Compared(
        message.id(),
        field,
        hasPeers ? "%s=%s".formatted(teamField, team.replace("\"", "")) : "",
        hasPeers ? byPeers.getOrDefault(key(value), 0) : othersSeen,
        hasPeers ? peers.size() : valuesOf.size(),
        othersSeen,
        valuesOf.size(),
        causes,
        Math.log(tail),
        learning.covers(
            profileDates,
            (int) (date.toEpochDay() - since.toEpochDay()),
            own.size(),
            othersSeen,
            valuesOf.size()));
  }

  private static String key(String value) {
    return String.valueOf(value);
  }

  private static Map<String, Integer> holders(
      Iterable<String> actors, Map<String, Set<String>> valuesOf) {
    Map<String, Integer> holders = new HashMap<>();
    actors.forEach(
        actor -> valuesOf.get(actor).forEach(value -> holders.merge(key(value), 1, Integer::sum)));
    return holders;
  }

  /** How many actors show the value on the message's date. */
  private int newcomers(Message message, String field) {
    return (int)
        messages.stream()
            .filter(other -> other.date().equals(message.date()))
            .filter(other -> Objects.equals(other.values().get(field), message.values().get(field)))
            .map(Message::actor)
            .distinct()
            .count();
  }

  /** The newest team that messages before a date say, else what the first of the date says. */
  private String team(String actor, LocalDate date) {
    if (teamField == null) {
      return null;
    }
    List<Message> saying =
        messages.stream()
            .filter(message -> message.actor().equals(actor))
            .filter(message -> message.values().get(teamField) != null)
            .sorted(Comparator.comparing(Message::time))
            .toList();
    Message newest = null;
    for (Message message : saying) {
      if (message.date().isBefore(date)) {
        newest = message;
      }
    }
    if (newest == null && !saying.isEmpty() && saying.get(0).date().equals(date)) {
      newest = saying.get(0);
    }
    return newest == null ? null : newest.values().get(teamField);
  }

  private static double tail(
      Parameters parameters,
      List<String> own,
      Map<String, Integer> byPeers,
      Map<String, Integer> byAll,
      boolean hasPeers,
      String value,
      int causes,
      int peers) {
    Map<String, Integer> counts = new HashMap<>();
    own.forEach(shown -> counts.merge(shown, 1, Integer::sum));
    String never = "\u0000";
    Set<String> outcomes = new HashSet<>(counts.keySet());
    outcomes.addAll(byAll.keySet());
    outcomes.add(never);
    Levels levels =
        new Levels(
            parameters,
            own.size(),
            counts.size(),
            pairs(byPeers),
            byPeers.size(),
            pairs(byAll),
            byAll.size(),
            hasPeers);
    Map<String, Double> probabilities = new HashMap<>();
    for (String outcome : outcomes) {
      probabilities.put(
          outcome,
          levels.probability(
              counts.getOrDefault(outcome, 0),
              byPeers.getOrDefault(outcome, 0),
              byAll.getOrDefault(outcome, 0),
              outcome.equals(never)));
    }
    double sum = probabilities.values().stream().mapToDouble(Double::doubleValue).sum();
    if (Math.abs(sum - 1) > 1e-9) {
      throw new IllegalStateException("probabilities add up to " + sum);
    }
    double judged;
    String left = outcomes.contains(value) ? value : never;
    if (causes > 0) {
      int all = hasPeers ? peers : Integer.MAX_VALUE;
      judged =
          levels.probability(counts.getOrDefault(value, 0), Math.min(causes, all), causes, false);
      left = counts.containsKey(value) ? value : null;
    } else {
      judged = probabilities.get(left);
    }
    double tail = judged;
    for (Map.Entry<String, Double> outcome : probabilities.entrySet()) {
      if (!outcome.getKey().equals(left) && outcome.getValue() <= judged * (1 + 1e-9)) {
        tail += outcome.getValue();
      }
    }
    return Math.min(1, tail);
  }

  private static long pairs(Map<String, Integer> holders) {
    return holders.values().stream().mapToLong(Integer::intValue).sum();
  }

  /** How much there is to draw from at each level, and how many values. */
  private record Levels(
      Parameters parameters,
      int messages,
      int values,
      long peerPairs,
      int peerValues,
      long pairs,
      int allValues,
      boolean hasPeers) {
    double probability(int count, int byPeers, int byAll, boolean isNever) {
      PitmanYor ofAll = parameters.organisation();
      PitmanYor ofPeers = parameters.peers();
      PitmanYor ofOwn = parameters.own();
      double behind = ofAll.kept(byAll, pairs) + (isNever ? ofAll.left(pairs, allValues) : 0);
      if (hasPeers) {
        behind = ofPeers.kept(byPeers, peerPairs) + ofPeers.left(peerPairs, peerValues) * behind;
      }
      return ofOwn.kept(count, messages) + ofOwn.left(messages, values) * behind;
    }
  }
}
