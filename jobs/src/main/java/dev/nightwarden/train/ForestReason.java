package dev.nightwarden.train;

import dev.nightwarden.forest.Feature;
import dev.nightwarden.value.Printable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Why a forest found an event odd, in a sentence: what the features were that isolated it most, and
 * what was usual instead. {@code signed in from Changchun, CN on AS4837; 212 of 214 earlier events
 * were in Linkoping, SE on Bredband2}.
 *
 * @param verb how it starts
 * @param kinds of each feature
 */
record ForestReason(String verb, Map<String, Feature.Kind> kinds) implements Serializable {
  /** A feature is named when it did this much of what the strongest one did, of at most three. */
  private static final double NAMED_FROM = 0.25;

  private static final int MOST_NAMED = 3;
  private static final int MOST_USUAL = 2;
  private static final int LENGTH = 80;

  /** The order in which a sentence tells of them. */
  private static final List<Feature.Kind> TOLD =
      List.of(
          Feature.Kind.PLACE,
          Feature.Kind.OWNER,
          Feature.Kind.HOUR,
          Feature.Kind.USER_AGENT,
          Feature.Kind.CATEGORY,
          Feature.Kind.NUMBER);

  ForestReason {
    kinds = new TreeMap<>(kinds);
  }

  /** A feature's part in isolating an event, and the event's value; null: missing. */
  record Part(String feature, double contribution, String shown) {}

  /** How often a value was seen; null: missing. */
  record Seen(String shown, int count) {}

  /** What was usual of a feature; see {@link Usual}. Low and high are null but for numbers. */
  record Custom(
      String feature, List<Seen> values, List<Integer> together, Double low, Double high) {}

  /**
   * @param parts the strongest first
   * @param customs of every feature, in the forest's order
   * @param trainedOn how many events the forest was grown on
   * @param sampled whether the actor had more of them
   * @param inSample whether the event is one of their date
   */
  String of(
      List<Part> parts, List<Custom> customs, int trainedOn, boolean sampled, boolean inSample) {
    List<Part> named = named(parts, customs);
    List<Part> told = named.stream().sorted(Comparator.comparingInt(this::place)).toList();
    StringBuilder reason =
        new StringBuilder(verb)
            .append(
                phrases(
                    told.stream()
                        .map(part -> new Phrase(part.feature(), part.shown()))
                        .collect(Collectors.toList()),
                    "from"));
    String events =
        "%d %sevents%s"
            .formatted(
                trainedOn,
                (sampled ? "sampled " : "") + (inSample ? "" : "earlier "),
                inSample ? " of that day" : "");
    List<Custom> usual =
        named.stream()
            .filter(part -> kinds.get(part.feature()) != Feature.Kind.NUMBER)
            .limit(MOST_USUAL)
            .sorted(Comparator.comparingInt(this::place))
            .map(part -> custom(customs, part.feature()))
            .filter(custom -> custom != null && !custom.values().isEmpty())
            .toList();
    if (!usual.isEmpty()) {
      reason.append("; ").append(usual(usual, customs, events));
    }
    for (Part part : named) {
      Custom custom = custom(customs, part.feature());
      if (kinds.get(part.feature()) == Feature.Kind.NUMBER && custom != null) {
        reason.append("; ").append(range(custom, events));
      }
    }
    return reason.toString();
  }

  private static List<Part> named(List<Part> parts, List<Custom> customs) {
    List<Part> named = new ArrayList<>();
    for (Part part : parts) {
      double strongest = parts.get(0).contribution();
      boolean counts = part.contribution() > 0 && part.contribution() >= NAMED_FROM * strongest;
      if (named.isEmpty() || (counts && named.size() < MOST_NAMED)) {
        named.add(part);
      }
    }
    // Usual values are odd only beside something else.
    if (named.stream().allMatch(part -> isUsual(part, customs))) {
      parts.stream()
          .filter(part -> part.contribution() > 0 && !isUsual(part, customs))
          .findFirst()
          .ifPresent(named::add);
    }
    return named;
  }

  private static boolean isUsual(Part part, List<Custom> customs) {
    Custom custom = custom(customs, part.feature());
    return custom != null
        && !custom.values().isEmpty()
        && Objects.equals(part.shown(), custom.values().get(0).shown());
  }

  private int place(Part part) {
    return TOLD.indexOf(kinds.get(part.feature()));
  }

  private static Custom custom(List<Custom> customs, String feature) {
    return customs.stream().filter(c -> c.feature().equals(feature)).findFirst().orElse(null);
  }

  private String usual(List<Custom> usual, List<Custom> customs, String events) {
    Custom first = usual.get(0);
    if (usual.size() == 1) {
      return first.values().get(0).count() + " of " + events + were(List.of(first));
    }
    Custom second = usual.get(1);
    int both = first.together().get(customs.indexOf(second));
    int less = Math.min(first.values().get(0).count(), second.values().get(0).count());
    if (2 * both >= less) {
      return both + " of " + events + were(usual);
    }
    return first.values().get(0).count()
        + " of "
        + events
        + were(List.of(first))
        + ", "
        + second.values().get(0).count()
        + were(List.of(second));
  }

  /** {@code were in Linkoping, SE on Bredband2}, or {@code had eventName GetObject}. */
  private String were(List<Custom> usual) {
    List<Phrase> phrases =
        usual.stream().map(c -> new Phrase(c.feature(), c.values().get(0).shown())).toList();
    if (phrases.stream().anyMatch(phrase -> !isThing(phrase))) {
      return " were" + phrases(phrases, "in");
    }
    return " had "
        + phrases.stream()
            .map(phrase -> (phrase.shown() == null ? "no " : "") + thing(phrase))
            .collect(Collectors.joining(", "));
  }

  private static String range(Custom custom, String events) {
    if (custom.low() == null) {
      return "%s was missing in %s".formatted(custom.feature(), events);
    }
    return "%s was %s in %s"
        .formatted(
            custom.feature(),
            custom.low().equals(custom.high())
                ? number(custom.low())
                : "between " + number(custom.low()) + " and " + number(custom.high()),
            events);
  }

  private record Phrase(String feature, String shown) {}

  private String phrases(List<Phrase> phrases, String where) {
    StringBuilder said = new StringBuilder();
    for (Phrase phrase : phrases) {
      String text = Printable.printable(phrase.shown(), LENGTH);
      switch (kinds.get(phrase.feature())) {
        case PLACE -> said.append(' ').append(where).append(or(text, " an unknown place"));
        case OWNER -> said.append(" on").append(or(text, " an unknown network"));
        case HOUR -> said.append(" at").append(or(text, " an unknown hour")).append(" UTC");
        default -> {}
      }
    }
    for (boolean missing : new boolean[] {false, true}) {
      String things =
          phrases.stream()
              .filter(phrase -> isThing(phrase) && (phrase.shown() == null) == missing)
              .map(this::thing)
              .collect(Collectors.joining(", "));
      if (!things.isEmpty()) {
        said.append(missing ? " without " : " with ").append(things);
      }
    }
    return said.toString();
  }

  private boolean isThing(Phrase phrase) {
    return switch (kinds.get(phrase.feature())) {
      case PLACE, OWNER, HOUR -> false;
      case USER_AGENT, CATEGORY, NUMBER -> true;
    };
  }

  /** {@code eventName DeleteTrail}. */
  private String thing(Phrase phrase) {
    String text = Printable.printable(phrase.shown(), LENGTH);
    return text == null ? phrase.feature() : phrase.feature() + " " + text;
  }

  private static String or(String text, String missing) {
    return text == null ? missing : " " + text;
  }

  static String number(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }
}
