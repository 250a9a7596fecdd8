package dev.nightwarden.ingest;

import dev.nightwarden.enrich.Enricher;
import dev.nightwarden.enrich.GeoDatabases;
import dev.nightwarden.pseudonym.HiddenPaths;
import dev.nightwarden.pseudonym.Pseudonyms;
import dev.nightwarden.value.FieldPath;
import dev.nightwarden.value.Json;
import dev.nightwarden.value.Sha256;
import dev.nightwarden.value.Shortened;
import dev.nightwarden.value.Values;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkRuntimeException;
import org.apache.spark.types.variant.VariantSizeLimitException;
import org.apache.spark.unsafe.types.VariantVal;

/** Makes one raw record into a message, or into a reject with its reason. */
final class RecordParser implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final long MICROS_OF_A_DAY = 86_400_000_000L;
  private static final long LONGEST_SECONDS = 10_000 * 366 * 86_400L;

  private final RecordSettings settings;
  private final EventTime eventTime;
  private final FieldPath time;
  private final FieldPath id;
  private final List<Typed> types = new ArrayList<>();
  private final List<Renamed> renames = new ArrayList<>();
  private final List<Typed> typesOfRenamed = new ArrayList<>();
  private final PartitionFields partitions;
  private final Enricher enricher;
  private final Pseudonyms pseudonyms;
  private final HiddenPaths hidden;
  private final boolean hidesId;
  private final long earliest;
  private final long latest;
  private final long waitAfter;
  private final long now;

  private record Typed(FieldPath path, CellType type) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  private record Renamed(String name, FieldPath path) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /**
   * What became of a record.
   *
   * @param kind {@link #MESSAGE}, {@link #WAITING} or {@link #REJECT}
   * @param id the record's own id; null where it has none
   * @param key the id, or a hash that equal records share; for a reject, of raw text and reason
   * @param micros event time, microseconds since 1970; a message's only
   * @param raw a reject's text, fit to be shown; null where names are not to be written
   * @param added what enrichment did; a message's only
   */
  record Parsed(
      String kind,
      String id,
      String key,
      long micros,
      VariantVal data,
      String raw,
      String reason,
      Enricher.Outcome added) {
    /** The event date, in days since 1970. */
    int day() {
      return RecordParser.day(micros);
    }
  }

  private static int day(long micros) {
    return (int) Math.floorDiv(micros, MICROS_OF_A_DAY);
  }

  static final String MESSAGE = "message";
  static final String WAITING = "waiting";
  static final String REJECT = "reject";

  /** For records whose names stay. */
  RecordParser(RecordSettings settings, Instant now, Duration delay, GeoDatabases databases) {
    this(settings, now, delay, databases, null);
  }

  /**
   * Prepares for the records of one transport.
   *
   * @param delay messages newer than now less this wait; not negative
   * @param databases of place and network; may be null where the settings ask for neither
   * @param pseudonyms what stands for names; null: names stay
   */
  RecordParser(
      RecordSettings settings,
      Instant now,
      Duration delay,
      GeoDatabases databases,
      Pseudonyms pseudonyms) {
    this.settings = settings;
    this.pseudonyms = pseudonyms;
    this.hidden = pseudonyms == null ? null : pseudonyms.in(settings.rename());
    this.hidesId = hidden != null && settings.id() != null && hidden.touches(settings.id());
    this.partitions = new PartitionFields(settings.partitionFields());
    this.enricher = new Enricher(settings.identity(), settings.geoip(), databases);
    this.eventTime = settings.eventTime();
    this.time = RecordSettings.path(settings.time());
    this.id = RecordSettings.path(settings.id());
    settings
        .types()
        .forEach(
            (path, type) ->
                (settings.rename().containsKey(path) ? typesOfRenamed : types)
                    .add(new Typed(FieldPath.of(path), CellType.named(type))));
    settings.rename().forEach((name, path) -> renames.add(new Renamed(name, FieldPath.of(path))));
    this.now = ChronoUnit.MICROS.between(Instant.EPOCH, now);
    this.earliest =
        settings.maxPast() == null ? Long.MIN_VALUE : this.now - micros(settings.maxPast());
    this.latest =
        settings.maxFuture() == null ? Long.MAX_VALUE : this.now + micros(settings.maxFuture());
    this.waitAfter = delay.isZero() ? Long.MAX_VALUE : this.now - micros(delay);
  }

  /** The length of a duration, of one that no two times can lie apart the longest there is. */
  private static long micros(Duration duration) {
    return Math.min(duration.toSeconds(), LONGEST_SECONDS) * 1_000_000L;
  }

  /** Whether times without a year get one from the settings. */
  boolean hasYear() {
    return settings.year() != null;
  }

  /**
   * Parses a record.
   *
   * @param file its file, or null
   * @param modified the file's time of change in milliseconds since 1970; null: now
   * @param record the text as read
   * @param data the same as a JSON object; null if the record is JSON
   * @param givenId its id, where the transport knows it; else null
   * @param givenTime its time in microseconds, where the transport knows it; else null
   */
  Parsed parse(
      String file, Long modified, String record, String data, String givenId, Long givenTime) {
    try {
      Map<String, Object> tree = object(data == null ? record : data);
      if (!settings.nullValues().isEmpty()) {
        tree.replaceAll((key, value) -> known(value));
      }
      if (hidden != null && record.equals(tree.get(LinePattern.LINE))) {
        tree.remove(LinePattern.LINE);
      }
      Map<String, Object> replaced = Enricher.put(tree, partitions.of(file));
      convert(tree, types);
      rename(tree);
      convert(tree, typesOfRenamed);
      long micros = givenTime == null ? time(tree, modified) : givenTime;
      String ownId = givenId == null && id != null ? id(tree) : given(givenId);
      String key = ownId == null ? hash(file, record) : ownId;
      String kind = micros > waitAfter ? WAITING : MESSAGE;
      // After id and time, so that neither depends on what is added.
      Enricher.Outcome added = enricher.enrich(tree, day(micros), replaced);
      if (hidden != null) {
        hidden.hide(tree);
      }
      return new Parsed(kind, ownId, key, micros, variant(tree), null, null, added);
    } catch (Refusal refused) {
      String reason = hidden == null ? refused.getMessage() : refused.withoutValue();
      return rejected(file, record, reason);
    } catch (Json.Problem broken) {
      return reject(file, record, broken.getMessage());
    }
  }

  /**
   * The reject of a record.
   *
   * @param file where it is from; tells rejects apart that have no text
   */
  Parsed reject(String file, String record, String reason) {
    return rejected(file, record, pseudonyms == null ? reason : RecordText.withoutQuoted(reason));
  }

  private Parsed rejected(String file, String record, String reason) {
    String raw = RecordText.raw(record);
    String about = raw.isEmpty() ? file : raw;
    String key = half(about + '\n' + reason);
    return new Parsed(REJECT, null, key, 0L, null, pseudonyms == null ? raw : null, reason, null);
  }

  /** 32 hexadecimal digits for a text; where names are not to be written, of no use to guess it. */
  private String half(String text) {
    return pseudonyms == null ? Sha256.half(text) : pseudonyms.idOf(text);
  }

  /** The id that a transport gives, which may be a hash of the record. */
  private String given(String givenId) {
    return givenId == null || pseudonyms == null ? givenId : pseudonyms.idOf(givenId);
  }

  /** The value without the texts that stand for none. */
  private Object known(Object value) {
    if (value instanceof Map<?, ?>) {
      @SuppressWarnings("unchecked") // Json.read makes every object so.
      Map<String, Object> object = (Map<String, Object>) value;
      object.replaceAll((key, inner) -> known(inner));
    } else if (value instanceof List<?>) {
      @SuppressWarnings("unchecked") // Json.read makes every array so.
      List<Object> array = (List<Object>) value;
      array.replaceAll(this::known);
    } else if (value instanceof String text && settings.nullValues().contains(text)) {
      return null;
    }
    return value;
  }

  private Map<String, Object> object(String text) throws Json.Problem, Refusal {
    Object tree = Json.read(text, settings.duplicateKeys());
    if (tree instanceof Map<?, ?>) {
      @SuppressWarnings("unchecked") // Json.read makes every object so.
      Map<String, Object> object = (Map<String, Object>) tree;
      return object;
    }
    String kind = tree == null ? "null" : tree instanceof List ? "an array" : "a single value";
    throw new Refusal("the record is %s, not a JSON object".formatted(kind));
  }

  private static void convert(Map<String, Object> tree, List<Typed> types) throws Refusal {
    for (Typed typed : types) {
      Object value = typed.path.find(tree);
      if (value != null) {
        typed.path.replace(tree, typed.type.convert(value, typed.path.toString()));
      }
    }
  }

  private void rename(Map<String, Object> tree) {
    if (renames.isEmpty()) {
      return;
    }
    Object[] values = renames.stream().map(r -> r.path.find(tree)).toArray();
    for (int i = 0; i < values.length; i++) {
      String name = renames.get(i).name;
      if (values[i] != null || tree.containsKey(name)) {
        tree.put(name, values[i]);
      }
    }
  }

  private long time(Map<String, Object> tree, Long modified) throws Refusal {
    Object value = time == null ? null : time.find(tree);
    if (value == null) {
      throw new Refusal("no time at path \"%s\"".formatted(settings.time()));
    }
    long micros = eventTime.micros(value, modified == null ? now / 1_000 : modified);
    if (micros > latest || micros < earliest) {
      String side =
          micros > latest ? "future, by more than max_future" : "past, by more than max_past";
      throw Refusal.showing(
          RecordText.value(CellType.text(value)),
          found -> "time %s lies in the %s allows".formatted(found, side));
    }
    return micros;
  }

  private String id(Map<String, Object> tree) throws Refusal {
    Object value = id.find(tree);
    String text =
        value == null || value instanceof String
            ? (String) value
            : Values.textAt(variant(Map.of("id", value)), "id");
    if (text == null || text.isEmpty()) {
      throw new Refusal("no id at path \"%s\"".formatted(settings.id()));
    }
    return hidesId ? pseudonyms.of(text) : Shortened.text(text);
  }

  private static VariantVal variant(Object tree) throws Refusal {
    try {
      return Values.variant(tree);
    } catch (VariantSizeLimitException | SparkRuntimeException tooLarge) {
      throw new Refusal("the record is too large for a table");
    }
  }

  private String hash(String file, String record) {
    if (!settings.idFromFile() || file == null) {
      return half(record);
    }
    return half(file.substring(file.lastIndexOf('/') + 1) + '\n' + record);
  }
}
