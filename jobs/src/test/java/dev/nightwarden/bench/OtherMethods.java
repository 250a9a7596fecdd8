package dev.nightwarden.bench;

import com.amazon.randomcutforest.RandomCutForest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Other ways to score actors on dates, each with nothing but what was before the date.
 *
 * @param log in the order of time
 */
record OtherMethods(List<LogLine> log) {
  private static final int FIELDS = 4;
  private static final int WINDOW = 30;

  /** So many messages the distribution behind an actor's own, or a department's, is worth. */
  private static final double PRIOR = 10;

  private static final long SEED = 1;

  /** How many values of how many fields the actor never showed before. */
  PeerScores firstSeen() {
    PeerScores scores = new PeerScores(true);
    Map<List<Object>, LocalDate> seen = new HashMap<>();
    for (LogLine line : log) {
      int fresh = 0;
      for (int field = 0; field < FIELDS; field++) {
        LocalDate first =
            seen.putIfAbsent(List.of(line.actor(), field, line.values().get(field)), line.date());
        fresh += first == null || first.equals(line.date()) ? 1 : 0;
      }
      scores.add(line.actor(), line.date(), fresh);
    }
    return scores;
  }

  /**
   * In windows of thirty minutes, over the distinct values of each field, the sum of {@code ln
   * (P_organisation(v) / P_actor(v))}, with P_actor = (c + 10 P_department) / (N + 10) and
   * P_department = (n + 10 P_organisation) / (M + 10), all counted up to the day before.
   */
  PeerScores logOdds() {
    PeerScores scores = new PeerScores(false);
    Map<List<Object>, Double> counts = new HashMap<>();
    TreeMap<LocalDate, List<LogLine>> days = new TreeMap<>();
    log.forEach(line -> days.computeIfAbsent(line.date(), day -> new ArrayList<>()).add(line));
    days.forEach(
        (date, lines) -> {
          Map<List<Object>, Double> windows = new HashMap<>();
          Set<List<Object>> known = new HashSet<>();
          for (LogLine line : lines) {
            List<Object> window = List.of(line.actor(), line.minutes() / WINDOW);
            for (int field = 0; field < FIELDS; field++) {
              String value = line.values().get(field);
              if (known.add(List.of(window, field, value))) {
                windows.merge(window, odds(counts, line, field, value), Double::sum);
              }
            }
          }
          windows.forEach((window, odds) -> scores.add((String) window.get(0), date, odds));
          for (LogLine line : lines) {
            for (int field = 0; field < FIELDS; field++) {
              for (String of : List.of("a " + line.actor(), "d " + line.department(), "o")) {
                counts.merge(List.of(of, field, line.values().get(field)), 1.0, Double::sum);
                counts.merge(List.of(of, field), 1.0, Double::sum);
              }
            }
          }
        });
    return scores;
  }

  private static double odds(
      Map<List<Object>, Double> counts, LogLine line, int field, String value) {
    double all = counts.getOrDefault(List.of("o", field), 0.0);
    double ofAll = (counts.getOrDefault(List.of("o", field, value), 0.0) + 1) / (all + 2);
    double behind = share(counts, "d " + line.department(), field, value, ofAll);
    return Math.log(ofAll / share(counts, "a " + line.actor(), field, value, behind));
  }

  private static double share(
      Map<List<Object>, Double> counts, String of, int field, String value, double behind) {
    return (counts.getOrDefault(List.of(of, field, value), 0.0) + PRIOR * behind)
        / (counts.getOrDefault(List.of(of, field), 0.0) + PRIOR);
  }

  /** A random cut forest over how much an actor did on a date, of all actors. */
  PeerScores cutForest() {
    PeerScores scores = new PeerScores(false);
    RandomCutForest forest =
        RandomCutForest.builder()
            .dimensions(FIELDS + 1)
            .numberOfTrees(50)
            .sampleSize(256)
            .randomSeed(SEED)
            .build();
    TreeMap<LocalDate, TreeMap<String, List<LogLine>>> days = new TreeMap<>();
    log.forEach(
        line ->
            days.computeIfAbsent(line.date(), day -> new TreeMap<>())
                .computeIfAbsent(line.actor(), actor -> new ArrayList<>())
                .add(line));
    days.forEach(
        (date, actors) -> {
          List<float[]> points = new ArrayList<>();
          actors.forEach(
              (actor, lines) -> {
                float[] point = point(lines);
                scores.add(actor, date, forest.getAnomalyScore(point));
                points.add(point);
              });
          points.forEach(forest::update);
        });
    return scores;
  }

  private static float[] point(List<LogLine> lines) {
    float[] point = new float[FIELDS + 1];
    point[FIELDS] = (float) Math.log1p(lines.size());
    for (int field = 0; field < FIELDS; field++) {
      int at = field;
      point[field] = lines.stream().map(line -> line.values().get(at)).distinct().count();
    }
    return point;
  }

  /** The forests of {@code scripts/bench-isolation-forest}; null where there is no scikit-learn. */
  PeerScores isolationForests(Path script, Path folder) throws IOException, InterruptedException {
    Path in = folder.resolve("messages.tsv");
    Path out = folder.resolve("scores.tsv");
    List<String> lines = new ArrayList<>();
    for (LogLine line : log) {
      lines.add(
          String.join("\t", line.actor(), "" + line.date(), String.join("\t", line.values())));
    }
    Files.write(in, lines);
    Process process =
        new ProcessBuilder("/usr/bin/python3", script.toString(), in.toString(), out.toString())
            .inheritIO()
            .start();
    if (process.waitFor() != 0) {
      return null;
    }
    PeerScores scores = new PeerScores(false);
    for (String line : Files.readAllLines(out)) {
      List<String> part = List.of(line.split("\t", -1));
      scores.add(part.get(0), LocalDate.parse(part.get(1)), Double.parseDouble(part.get(2)));
    }
    return scores;
  }
}
