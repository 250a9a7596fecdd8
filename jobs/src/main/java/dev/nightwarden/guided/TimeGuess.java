package dev.nightwarden.guided;

import dev.nightwarden.ingest.TimeForm;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Guesses which field says when something happened, how it is written, and in which zone where it
 * does not say.
 */
final class TimeGuess {
  private static final Instant EARLIEST = Instant.parse("1990-01-01T00:00:00Z");

  /** Clocks go wrong, but not by more than this, as far as a guess goes. */
  private static final Duration AHEAD = Duration.ofDays(2);

  /** Forms of texts, the plainest first; day and month are told apart where a day is above 12. */
  private static final List<TimeForm> WRITTEN =
      Stream.of(
              "iso8601",
              "auto",
              "syslog",
              "dd/MM/yyyy HH:mm:ss",
              "MM/dd/yyyy HH:mm:ss",
              "dd.MM.yyyy HH:mm:ss",
              "dd-MM-yyyy HH:mm:ss",
              "MM/dd/yyyy hh:mm:ss a",
              "dd/MM/yyyy HH:mm",
              "MM/dd/yyyy HH:mm",
              "yyyyMMddHHmmss")
          .map(TimeForm::new)
          .toList();

  /** Forms of numbers; which it is their size tells. */
  private static final List<TimeForm> NUMBERS =
      Stream.of("epoch_seconds", "epoch_millis", "epoch_micros", "epoch_nanos", "filetime")
          .map(TimeForm::new)
          .toList();

  private static final Pattern DIGITS = Pattern.compile("\\d+(?:\\.\\d+)?");
  private static final Pattern ZONED =
      Pattern.compile("(?i).*\\d\\s?(?:Z|UTC|GMT|[+-]\\d{2}:?\\d{2})\\)?");

  private static final Pattern DATED = Pattern.compile("\\d{1,4}[-/.]\\d{1,2}.*");

  /** What the time of an event is called, the likeliest first. */
  private static final List<String> USUAL =
      List.of(
          "eventtime",
          "timecreated",
          "timestamp",
          "time",
          "ts",
          "datetime",
          "date",
          "when",
          "created",
          "createdat",
          "logtime",
          "starttime",
          "occurredat",
          "published",
          "epoch",
          "utctime");

  /** Words of times other than that of the event. */
  private static final Set<String> OTHER =
      Set.of(
          "received",
          "receipt",
          "ingest",
          "ingested",
          "processed",
          "updated",
          "modified",
          "expires",
          "expiry",
          "expiration",
          "end",
          "last",
          "until",
          "valid",
          "issued",
          "indexed",
          "session",
          "duration",
          "age",
          "elapsed",
          "previous",
          "old",
          "new");

  private static final int QUARTER = 900;

  private TimeGuess() {}

  /**
   * A field that could be the event time.
   *
   * @param form as {@code time_format} takes it
   * @param rivals other forms in which its values can be read just as well
   * @param zone of times that name none, where other times of the records tell; else null
   * @param isZoned whether the times say their zone, or are numbers since 1970
   * @param score how likely it is, higher is likelier
   */
  record Candidate(
      String path, String form, List<String> rivals, String zone, boolean isZoned, double score) {
    Candidate {
      rivals = List.copyOf(rivals);
    }

    /** Whether nothing but a person can tell what its values mean. */
    boolean isAmbiguous() {
      return !rivals.isEmpty();
    }
  }

  /**
   * All fields that could be it, the likeliest first.
   *
   * @param asOf now, or when the files were changed
   */
  static List<Candidate> candidates(SampledRecords records, Instant asOf) {
    List<Candidate> found = new ArrayList<>();
    for (SampledField field : records.all()) {
      candidate(field, asOf).ifPresent(found::add);
    }
    found.sort(Comparator.comparingDouble(Candidate::score).reversed());
    return found.stream().map(candidate -> withZone(candidate, found, records, asOf)).toList();
  }

  private static Optional<Candidate> candidate(SampledField field, Instant asOf) {
    if (!field.isPlain() || field.present() == 0) {
      return Optional.empty();
    }
    List<Object> some = field.some();
    List<TimeForm> forms = forms(some).filter(form -> isPlausible(form, some, asOf)).toList();
    if (forms.isEmpty()) {
      return Optional.empty();
    }
    double score = score(field);
    boolean isNumber = isNumber(some.get(0));
    // A number is a time only if something else says so as well.
    if (score <= 0 || (isNumber && nameScore(field) <= 0)) {
      return Optional.empty();
    }
    TimeForm form = forms.get(0);
    boolean isPattern = form.name().contains("yyyy");
    List<String> rivals =
        isPattern ? forms.stream().skip(1).map(TimeForm::name).toList() : List.of();
    boolean isZoned =
        isNumber
            || field.words().contains("utc")
            || some.stream().allMatch(value -> ZONED.matcher(value.toString()).matches());
    return Optional.of(new Candidate(field.path(), form.name(), rivals, null, isZoned, score));
  }

  /** The forms that all of some values have. */
  static Stream<TimeForm> forms(List<Object> values) {
    if (values.isEmpty()) {
      return Stream.empty();
    }
    boolean areNumbers = values.stream().allMatch(TimeGuess::isNumber);
    boolean areTexts =
        values.stream()
            .allMatch(v -> v instanceof String text && !isNumber(v) && text.length() < 60);
    Instant now = Instant.now();
    return (areNumbers
            ? Stream.concat(NUMBERS.stream(), WRITTEN.stream().filter(TimeGuess::isOfDigits))
            : areTexts
                ? WRITTEN.stream().filter(form -> !isOfDigits(form))
                : Stream.<TimeForm>empty())
        .filter(form -> isPlausible(form, values, now));
  }

  private static boolean isOfDigits(TimeForm form) {
    return form.name().equals("yyyyMMddHHmmss");
  }

  /** Whether all values are times of this form, and times that a log could have. */
  private static boolean isPlausible(TimeForm form, List<Object> values, Instant asOf) {
    Instant latest = asOf.plus(AHEAD);
    for (Object value : values) {
      Object read = isOfDigits(form) ? value.toString() : value;
      Optional<Instant> time = form.read(read, asOf);
      if (time.isEmpty() || time.get().isBefore(EARLIEST) || time.get().isAfter(latest)) {
        return false;
      }
      // A date alone is a day, or a version, but not a moment.
      if (value instanceof String text && DATED.matcher(text).matches() && text.length() < 9) {
        return false;
      }
    }
    return true;
  }

  private static boolean isNumber(Object value) {
    return value instanceof Long
        || value instanceof BigDecimal
        || (value instanceof String text && DIGITS.matcher(text).matches());
  }

  private static double score(SampledField field) {
    boolean isConstant = field.distinct() == 1 && field.present() > 9;
    double score = 10 * field.coverage() + nameScore(field) - 2 * (depth(field) - 1);
    return isConstant ? score - 8 : score;
  }

  private static int depth(SampledField field) {
    return field.path().split("\\.", -1).length;
  }

  private static double nameScore(SampledField field) {
    List<String> words = field.words();
    String plain = SampledField.plainName(field.lastPart());
    int usual = USUAL.indexOf(plain);
    double score = usual >= 0 ? 8 - 0.3 * usual : 0;
    if (usual < 0) {
      boolean isTime =
          words.stream()
              .anyMatch(
                  w ->
                      w.equals("time")
                          || w.equals("timestamp")
                          || w.equals("date")
                          || w.equals("at"));
      score = isTime ? 2 : plain.endsWith("time") || plain.endsWith("timestamp") ? 2 : 0;
    }
    // @timestamp is when a collector took the event in, where there is another time.
    score -= field.path().startsWith("@") ? 1 : 0;
    return words.stream().anyMatch(OTHER::contains) ? score - 7 : score;
  }

  /**
   * With the offset that another time of the same records tells: that of 14:53:01 beside 18:53:03Z
   * is -04:00.
   */
  private static Candidate withZone(
      Candidate candidate, List<Candidate> all, SampledRecords records, Instant asOf) {
    if (candidate.isZoned()) {
      return candidate;
    }
    for (Candidate other : all) {
      if (other.isZoned()) {
        Optional<String> offset = offset(candidate, other, records, asOf);
        if (offset.isPresent()) {
          return new Candidate(
              candidate.path(),
              candidate.form(),
              candidate.rivals(),
              offset.get(),
              false,
              candidate.score());
        }
      }
    }
    return candidate;
  }

  private static Optional<String> offset(
      Candidate local, Candidate zoned, SampledRecords records, Instant asOf) {
    TimeForm localForm = new TimeForm(local.form());
    TimeForm zonedForm = new TimeForm(zoned.form());
    List<Object> locals = records.field(local.path()).values();
    List<Object> zoneds = records.field(zoned.path()).values();
    Map<Integer, Integer> offsets = new java.util.TreeMap<>();
    int compared = 0;
    for (int i = 0; i < locals.size(); i++) {
      if (locals.get(i) == null || zoneds.get(i) == null) {
        continue;
      }
      Optional<Instant> here = localForm.read(locals.get(i), asOf);
      Optional<Instant> there = zonedForm.read(zoneds.get(i), asOf);
      if (here.isPresent() && there.isPresent()) {
        compared++;
        long seconds = Duration.between(there.get(), here.get()).toSeconds();
        int quarters = (int) Math.round((double) seconds / QUARTER);
        // A collector takes an event in soon after it happened.
        if (Math.abs(seconds - (long) quarters * QUARTER) <= 300 && Math.abs(quarters) <= 56) {
          offsets.merge(quarters, 1, Integer::sum);
        }
      }
    }
    int all = compared;
    return offsets.entrySet().stream()
        .filter(entry -> entry.getValue() >= 0.9 * all)
        .map(entry -> offset(entry.getKey()))
        .findFirst();
  }

  private static String offset(int quarters) {
    if (quarters == 0) {
      return "UTC";
    }
    int minutes = Math.abs(quarters) * 15;
    return String.format(
        Locale.ROOT, "%s%02d:%02d", quarters < 0 ? "-" : "+", minutes / 60, minutes % 60);
  }
}
