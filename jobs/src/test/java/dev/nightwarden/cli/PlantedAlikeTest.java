package dev.nightwarden.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.SharedSpark;
import dev.nightwarden.cli.Commands.Ended;
import dev.nightwarden.incident.Incident;
import dev.nightwarden.incident.Labels;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.value.Values;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.types.variant.VariantUtil;
import org.apache.spark.unsafe.types.VariantVal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whether a classifier tells planted messages from the log's own by what the kind of incident does
 * not decide: ids, fractions of seconds, place in the file, order of keys. What somebody did, from
 * where and with what, is none of its features.
 */
class PlantedAlikeTest {
  private static final StructType EXAMPLES =
      new StructType()
          .add("group", DataTypes.StringType)
          .add("label", DataTypes.DoubleType)
          .add("features", SQLDataTypes.VectorType());

  private static final int PERMUTATIONS = 999;

  @TempDir static Path folder;
  private static List<Stored> log;
  private static Map<String, String> planted;

  /** A message as it lies in the table, files and rows in order. */
  private record Stored(
      String id,
      String session,
      String time,
      long micros,
      String sourceFile,
      long ingested,
      int file,
      List<String> keys) {
    Stored with(String otherId, long otherMicros) {
      return new Stored(otherId, session, time, otherMicros, sourceFile, ingested, file, keys);
    }
  }

  /** A message's features, and the session or incident that it belongs to. */
  private record Example(String group, boolean isPlanted, Vector features) {}

  @BeforeAll
  static void plant() {
    String place = folder.resolve("log").toString();
    Ended made =
        Commands.run(
            "generate", "--people", "100", "--services", "0", "--days", "10", "--out", place);
    assertEquals(0, made.code(), made.errors());
    String config = place + "/nightwarden.yml";
    Ended ended = Commands.runJob(folder, "ingest", "--config", config);
    assertEquals(0, ended.code(), ended.errors());
    String out = folder.resolve("planted").toString();
    ended =
        Commands.runJob(
            folder,
            "inject",
            "--config",
            config,
            "--kind",
            "swap,swap-near,new-network",
            "--count",
            "25",
            "--strength",
            "loud,plain",
            "--out",
            out);
    assertTrue(ended.code() <= 1, ended.errors());
    planted = new HashMap<>();
    for (Incident incident : Labels.read(Path.of(out, "labels.jsonl"))) {
      incident.messages().forEach(each -> planted.put(each.messageId(), incident.id()));
    }
    log = stored(new Warehouse(SharedSpark.session(), out + "/warehouse"));
    assertTrue(planted.size() > 200, planted.size() + " messages are planted");
  }

  @AfterAll
  static void restoreLogging() {
    Commands.restoreLogging();
  }

  private static List<Stored> stored(Warehouse warehouse) {
    List<Row> rows =
        warehouse
            .read(Table.MESSAGES)
            .select(
                col("message_id"),
                col("event_time"),
                col("source_file"),
                col("ingested_at"),
                col("data"),
                col("_metadata.file_path"),
                monotonically_increasing_id())
            .collectAsList();
    List<String> files = rows.stream().map(row -> row.getString(5)).distinct().sorted().toList();
    // Ids that rise as the rows of a file do.
    Map<List<Long>, Stored> stored =
        new TreeMap<>(
            Comparator.<List<Long>>comparingLong(p -> p.get(0)).thenComparingLong(p -> p.get(1)));
    for (Row row : rows) {
      VariantVal data = row.getAs(4);
      int file = files.indexOf(row.getString(5));
      stored.put(
          List.of((long) file, row.getLong(6)),
          new Stored(
              row.getString(0),
              Values.textAt(data, "session"),
              Values.textAt(data, "time"),
              micros(row.getTimestamp(1).toInstant()),
              row.getString(2),
              micros(row.getTimestamp(3).toInstant()),
              file,
              keys(data)));
    }
    return List.copyOf(stored.values());
  }

  private static long micros(Instant moment) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
  }

  /** The keys in the order in which the record was written. */
  private static List<String> keys(VariantVal data) {
    byte[] metadata = data.getMetadata();
    int width = ((metadata[0] >> 6) & 3) + 1;
    int count = VariantUtil.readUnsigned(metadata, 1, width);
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keys.add(VariantUtil.getMetadataKey(metadata, i));
    }
    return keys;
  }

  /** Of the planted messages and of sessions like theirs, on the same dates. */
  private static List<Example> examples(List<Stored> messages) {
    Set<LocalDate> dates = new HashSet<>();
    Map<String, Integer> sizes = new HashMap<>();
    for (Stored each : messages) {
      if (planted.containsKey(each.id().toLowerCase(Locale.ROOT))) {
        dates.add(date(each));
      } else if (each.session() != null) {
        sizes.merge(each.session(), 1, Integer::sum);
      }
    }
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      Stored each = messages.get(i);
      String incident = planted.get(each.id().toLowerCase(Locale.ROOT));
      boolean isLike = dates.contains(date(each)) && sizes.getOrDefault(each.session(), 0) >= 2;
      if (incident != null || isLike) {
        examples.add(
            new Example(
                incident == null ? each.session() : incident,
                incident != null,
                Vectors.dense(features(messages, i))));
      }
    }
    return examples;
  }

  private static LocalDate date(Stored message) {
    return LocalDate.EPOCH.plusDays(Math.floorDiv(message.micros(), 86_400_000_000L));
  }

  /** How many messages of its file are out of the order of time with this one. */
  private static double displaced(List<Stored> messages, int at) {
    Stored message = messages.get(at);
    int displaced = 0;
    for (int i = at - 1; i >= 0 && messages.get(i).file() == message.file(); i--) {
      displaced += messages.get(i).micros() > message.micros() ? 1 : 0;
    }
    for (int i = at + 1; i < messages.size() && messages.get(i).file() == message.file(); i++) {
      displaced += messages.get(i).micros() < message.micros() ? 1 : 0;
    }
    return displaced;
  }

  private static double[] features(List<Stored> messages, int at) {
    Stored message = messages.get(at);
    Stored before = at > 0 ? messages.get(at - 1) : message;
    Stored after = at + 1 < messages.size() ? messages.get(at + 1) : message;
    List<Double> features = new ArrayList<>();
    look(message.id(), features);
    look(message.session(), features);
    long micros = message.micros();
    features.addAll(
        List.of(
            (double) (micros % 1_000),
            (double) (micros / 1_000 % 10),
            (double) (micros / 1_000 % 1_000),
            (double) (micros / 1_000_000 % 60),
            (double) (micros / 60_000_000 % 60),
            (double) message.time().length(),
            (double) (micros(Instant.parse(message.time())) - micros)));
    for (Stored beside : List.of(before, after)) {
      boolean isSameFile = beside.file() == message.file();
      features.addAll(
          List.of(
              isSameFile ? (double) Long.signum(beside.micros() - micros) : 0,
              isSameFile ? Math.log1p((double) Math.abs(beside.micros() - micros)) : -1,
              beside.sourceFile().equals(message.sourceFile()) ? 1.0 : 0.0,
              (double) (beside.ingested() - message.ingested())));
    }
    features.add(displaced(messages, at));
    features.add(message.sourceFile().contains(date(message).toString()) ? 1.0 : 0.0);
    features.add((double) message.keys().indexOf("id"));
    features.add((double) message.keys().indexOf("user"));
    int falling = 0;
    for (int i = 1; i < message.keys().size(); i++) {
      falling += message.keys().get(i - 1).compareTo(message.keys().get(i)) > 0 ? 1 : 0;
    }
    features.add((double) falling);
    return features.stream().mapToDouble(each -> each).toArray();
  }

  /** What an id looks like. */
  private static void look(String id, List<Double> features) {
    if (id == null || id.isEmpty()) {
      features.addAll(List.of(-1.0, -1.0, -1.0, -1.0, -1.0, -1.0));
      return;
    }
    features.add((double) id.length());
    features.add((double) id.charAt(0));
    features.add((double) id.charAt(id.length() - 1));
    features.add((double) id.chars().distinct().count());
    features.add((double) id.chars().filter(Character::isDigit).count());
    features.add((double) id.chars().filter(Character::isUpperCase).count());
  }

  /** How well the messages of sessions not learned from are told apart, and how chance does. */
  private record Told(double auroc, double mostByChance) {
    @Override
    public String toString() {
      return "AUROC %.3f, at most %.3f by chance".formatted(auroc, mostByChance);
    }
  }

  private static Told told(List<Example> examples, long seed) {
    Random random = new Random(seed);
    Map<String, Boolean> isLearned = new HashMap<>();
    examples.forEach(each -> isLearned.computeIfAbsent(each.group(), g -> random.nextBoolean()));
    RandomForestClassificationModel model =
        new RandomForestClassifier()
            .setNumTrees(20)
            .setMaxDepth(5)
            .setSeed(seed)
            .fit(
                SharedSpark.session()
                    .createDataFrame(
                        examples.stream()
                            .filter(each -> isLearned.get(each.group()))
                            .map(
                                each ->
                                    RowFactory.create(
                                        each.group(),
                                        each.isPlanted() ? 1.0 : 0.0,
                                        each.features()))
                            .toList(),
                        EXAMPLES)
                    .coalesce(1));
    List<Example> held = examples.stream().filter(each -> !isLearned.get(each.group())).toList();
    double[] ranks = ranks(held.stream().mapToDouble(each -> score(model, each)).toArray());
    Map<String, Boolean> labels = new TreeMap<>();
    held.forEach(each -> labels.put(each.group(), each.isPlanted()));
    List<String> groups = List.copyOf(labels.keySet());
    List<Boolean> shuffled = new ArrayList<>(labels.values());
    double auroc = auroc(held, ranks, labels);
    double[] byChance = new double[PERMUTATIONS];
    for (int i = 0; i < PERMUTATIONS; i++) {
      Collections.shuffle(shuffled, random);
      Map<String, Boolean> drawn = new HashMap<>();
      for (int j = 0; j < groups.size(); j++) {
        drawn.put(groups.get(j), shuffled.get(j));
      }
      byChance[i] = auroc(held, ranks, drawn);
    }
    return new Told(auroc, Arrays.stream(byChance).max().orElseThrow());
  }

  private static double score(RandomForestClassificationModel model, Example example) {
    Vector features = example.features();
    return model.predictProbability(features).apply(1);
  }

  /** From 1, equal values sharing the mean of their ranks. */
  private static double[] ranks(double[] scores) {
    double[] sorted = Arrays.stream(scores).sorted().toArray();
    Map<Double, Double> ranks = new HashMap<>();
    for (int from = 0; from < sorted.length; ) {
      int to = from;
      while (to < sorted.length && sorted[to] == sorted[from]) {
        to++;
      }
      ranks.put(sorted[from], (from + 1 + to) / 2.0);
      from = to;
    }
    return Arrays.stream(scores).map(ranks::get).toArray();
  }

  private static double auroc(List<Example> held, double[] ranks, Map<String, Boolean> labels) {
    double sum = 0;
    double positives = 0;
    for (int i = 0; i < ranks.length; i++) {
      if (labels.get(held.get(i).group())) {
        sum += ranks[i];
        positives++;
      }
    }
    return (sum - positives * (positives + 1) / 2) / (positives * (ranks.length - positives));
  }

  @Test
  void aClassifierTellsPlantedMessagesNoBetterThanChance() {
    Told told = told(examples(log), 1);

    assertTrue(told.auroc() <= told.mostByChance(), told.toString());
  }

  /** The same classifier, so that it is not too dull to see anything. */
  @Test
  void whatIsClumsyIsTold() {
    List<Stored> idsOfAnotherAlphabet = new ArrayList<>();
    List<Stored> wholeSeconds = new ArrayList<>();
    List<Stored> appended = new ArrayList<>(log);
    // Each file has its own messages first.
    appended.sort(
        Comparator.comparingInt(Stored::file)
            .thenComparing(each -> planted.containsKey(each.id())));
    for (Stored each : log) {
      if (planted.containsKey(each.id())) {
        idsOfAnotherAlphabet.add(each.with(each.id().toUpperCase(Locale.ROOT), each.micros()));
        wholeSeconds.add(each.with(each.id(), each.micros() / 1_000_000 * 1_000_000));
      } else {
        idsOfAnotherAlphabet.add(each);
        wholeSeconds.add(each);
      }
    }
    for (List<Stored> clumsy : List.of(idsOfAnotherAlphabet, wholeSeconds, appended)) {
      Told told = told(examples(clumsy), 1);
      assertTrue(told.auroc() > Math.max(.8, told.mostByChance()), told.toString());
    }
  }
}
