package dev.nightwarden.guided;

import dev.nightwarden.ingest.FileHead;
import dev.nightwarden.ingest.Glance;
import dev.nightwarden.ingest.SourceFile;
import dev.nightwarden.value.Amount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Tells the files of a path apart by what is in them. */
final class LogKinds {
  /** Of more files, these are looked at; the others count as what their neighbours are. */
  private static final int MOST_LOOKED_INTO = 300;

  private static final Glance.Bounds FIRST_RECORDS = new Glance.Bounds(60, 1 << 20);

  /** Records of one kind share so many of their fields. */
  private static final double ALIKE = 0.5;

  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private final Glance glance;
  private final Drafts drafts;
  private final List<Growing> growing = new ArrayList<>();
  private final Map<String, String> leftOut = new TreeMap<>();

  /** A kind that more files may turn out to be of. */
  private record Growing(LogFormat format, Set<String> fields, List<SourceFile> files) {}

  LogKinds(Glance glance, Drafts drafts) {
    this.glance = glance;
    this.drafts = drafts;
  }

  /**
   * What is at a path.
   *
   * @param kinds the largest first
   * @param leftOut files that are no logs, or none that can be read, by path, each with the reason
   */
  record Found(List<LogKind> kinds, Map<String, String> leftOut) {
    /** All files but those of a kind. */
    List<String> others(LogKind kind) {
      List<String> others = new ArrayList<>(leftOut.keySet());
      kinds.stream()
          .filter(other -> !other.equals(kind))
          .forEach(other -> other.files().forEach(file -> others.add(file.path())));
      return others;
    }
  }

  /**
   * Looks into the files of a path.
   *
   * @throws dev.nightwarden.ingest.IngestException if the path cannot be listed
   */
  Found find(String path) {
    List<SourceFile> files = glance.files(path).stream().filter(file -> file.length() > 0).toList();
    List<SourceFile> some = SampledRecords.spread(files, MOST_LOOKED_INTO);
    Map<String, Growing> byShape = new HashMap<>();
    for (SourceFile file : some) {
      look(file).ifPresent(kind -> byShape.put(shape(file), kind));
    }
    Set<SourceFile> looked = new HashSet<>(some);
    for (SourceFile file : files) {
      if (!looked.contains(file)) {
        Growing kind = byShape.get(shape(file));
        if (kind == null) {
          leftOut.put(file.path(), "it was not looked into, and its name is like no other's");
        } else {
          kind.files().add(file);
        }
      }
    }
    List<LogKind> kinds = new ArrayList<>();
    growing.forEach(kind -> kinds.add(new LogKind(kind.format(), kind.files())));
    return new Found(kinds, leftOut);
  }

  /** A path without its numbers: files of one daily log have one. */
  private static String shape(SourceFile file) {
    return NUMBER.matcher(file.path()).replaceAll("0");
  }

  private Optional<Growing> look(SourceFile file) {
    FileHead head = glance.head(file);
    Optional<LogFormat> format = FormatGuess.of(head);
    if (format.isEmpty()) {
      leftOut.put(
          file.path(), head.unfit() == null ? "text of no form that is known" : head.unfit());
      return Optional.empty();
    }
    Map<String, Object> keys = new LinkedHashMap<>(format.get().keys());
    keys.put("type", "files");
    keys.put("path", file.path());
    keys.put("time", "time");
    Glance.Part part = glance.read(drafts.transport(keys), file, FIRST_RECORDS);
    if (part.records().isEmpty()) {
      leftOut.put(
          file.path(),
          part.why() == null ? "there is no record in it" : "its records: " + part.why());
      return Optional.empty();
    }
    SampledRecords records =
        SampledRecords.of(part.records().stream().map(Glance.Raw::json).toList());
    boolean isJson = format.get().keys().get("format").equals("json");
    Set<String> fields = isJson ? records.usualPaths() : records.fields().keySet();
    for (Growing kind : growing) {
      if (isSameWay(kind.format(), format.get()) && alike(kind.fields(), fields) >= ALIKE) {
        kind.files().add(file);
        return Optional.of(kind);
      }
    }
    Growing found = new Growing(format.get(), Set.copyOf(fields), new ArrayList<>(List.of(file)));
    growing.add(found);
    return Optional.of(found);
  }

  /** A file of one document may look like lines: json is read in either way. */
  private static boolean isSameWay(LogFormat one, LogFormat other) {
    return one.keys().equals(other.keys());
  }

  /** The share of the fields of either that both have. */
  private static double alike(Set<String> one, Set<String> other) {
    Set<String> both = new HashSet<>(one);
    both.retainAll(other);
    Set<String> either = new HashSet<>(one);
    either.addAll(other);
    return either.isEmpty() ? 1 : (double) both.size() / either.size();
  }

  /** What is left out and why, in a few words: {@code 3 files: this is a picture}. */
  static List<String> words(Map<String, String> leftOut) {
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    leftOut.forEach((path, why) -> byReason.computeIfAbsent(why, w -> new ArrayList<>()).add(path));
    List<String> words = new ArrayList<>();
    byReason.forEach(
        (why, paths) ->
            words.add(
                "%s: %s"
                    .formatted(
                        paths.size() == 1 ? paths.get(0) : Amount.of(paths.size(), "file"), why)));
    return words;
  }
}
