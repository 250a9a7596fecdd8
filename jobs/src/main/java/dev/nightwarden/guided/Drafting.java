package dev.nightwarden.guided;

import dev.nightwarden.ingest.Glance;
import dev.nightwarden.ingest.SourceFile;
import dev.nightwarden.ingest.Transport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a draft of a config of what kinds of logs there are, by a sample of each.
 *
 * @param wishes what a person said beforehand; it wins over guesses
 */
record Drafting(Glance glance, Drafts drafts, Instant now, Wishes wishes) {
  /** Records whose fields are looked at. */
  private static final int MOST_LOOKED_AT = 5_000;

  private static final int MOST_FIELDS = 6;

  /** Records that say nothing of the one they name: calls that a service makes on its behalf. */
  private static final List<String> ON_BEHALF = List.of("userIdentity.invokedBy");

  /**
   * What a config would say of a kind.
   *
   * @param bounds how much is read of it
   * @return without a time where no field could be it
   */
  LogDraft draft(LogKind kind, String name, String path, Glance.Bounds bounds) {
    LogDraft.LogSample raw = read(kind, bounds);
    List<TimeGuess.Candidate> times = times(kind, raw.records());
    if (times.isEmpty()) {
      return new LogDraft(
          name,
          path,
          kind.files().size(),
          kind.format(),
          null,
          times,
          null,
          null,
          null,
          null,
          List.of(),
          raw);
    }
    return with(kind, name, path, raw, times, times.get(0));
  }

  /** The same with another field, or form, of the time. */
  LogDraft with(LogKind kind, LogDraft draft, TimeGuess.Candidate time) {
    return with(kind, draft.name(), draft.path(), draft.sample(), draft.times(), time);
  }

  private LogDraft with(
      LogKind kind,
      String name,
      String path,
      LogDraft.LogSample raw,
      List<TimeGuess.Candidate> times,
      TimeGuess.Candidate time) {
    LogDraft draft =
        new LogDraft(
            name,
            path,
            kind.files().size(),
            kind.format(),
            time,
            times,
            null,
            null,
            null,
            null,
            List.of(),
            raw);
    Transport transport = drafts.transport(draft.transport(path));
    LogDraft.LogSample sample =
        inOrder(raw, glance.outcomes(transport, raw.raw(), now), kind.format());
    String unless = unless(kind.format(), sample.records());
    SampledRecords watched = watched(sample, unless);
    Set<String> timePaths = new HashSet<>();
    times.forEach(candidate -> timePaths.add(candidate.path()));
    String id =
        wishes.id() != null && sample.records().fields().containsKey(wishes.id())
            ? wishes.id()
            : RoleGuess.id(sample.records(), timePaths).orElse(null);
    List<RoleGuess.Actor> actors = RoleGuess.actors(watched, timePaths);
    RoleGuess.Actor actor =
        wishes.actor() != null && watched.fields().containsKey(wishes.actor())
            ? actor(wishes.actor(), watched)
            : actors.isEmpty() ? null : actors.get(0);
    String address = address(watched, actor);
    LogDraft whole =
        new LogDraft(
            name,
            path,
            kind.files().size(),
            kind.format(),
            time,
            times,
            id,
            actor,
            address,
            unless,
            List.of(),
            sample);
    return whole.watching(actor, address, id, watches(whole, actor));
  }

  /** The fields worth watching for an actor. */
  List<WatchGuess.Watch> watches(LogDraft draft, RoleGuess.Actor actor) {
    if (actor == null) {
      return List.of();
    }
    SampledRecords watched = watched(draft.sample(), draft.unless());
    Set<String> passedOver = new HashSet<>();
    draft.times().forEach(candidate -> passedOver.add(candidate.path()));
    if (draft.id() != null) {
      passedOver.add(draft.id());
    }
    if (draft.unless() != null) {
      passedOver.add(draft.unless());
    }
    if (!wishes.fields().isEmpty()) {
      List<WatchGuess.Watch> wished = new ArrayList<>();
      for (String path : wishes.fields()) {
        if (watched.fields().containsKey(path)) {
          wished.add(watch(path, actor, watched));
        }
      }
      if (!wished.isEmpty()) {
        return List.copyOf(wished);
      }
    }
    return WatchGuess.watches(watched, actor.path(), passedOver, MOST_FIELDS);
  }

  /** A field that a person wants watched, whatever a guess would say of it. */
  static WatchGuess.Watch watch(String path, RoleGuess.Actor actor, SampledRecords records) {
    SampledField field = records.field(path);
    return WatchGuess.watch(field, records.field(actor.path()))
        .orElse(
            new WatchGuess.Watch(
                path, field.coverage() < 1, 0, field.distinct(), 1, field.coverage(), 0));
  }

  static RoleGuess.Actor actor(String path, SampledRecords records) {
    return RoleGuess.actors(records, Set.of()).stream()
        .filter(actor -> actor.path().equals(path))
        .findFirst()
        .orElse(new RoleGuess.Actor(path, null, null, records.field(path).distinct(), 0));
  }

  /** The records that are watched. */
  static SampledRecords watched(LogDraft.LogSample sample, String unless) {
    if (unless == null) {
      return sample.records();
    }
    List<Object> marks = sample.records().field(unless).values();
    Map<String, SampledField> fields = new LinkedHashMap<>();
    int[] size = {0};
    sample
        .records()
        .fields()
        .forEach(
            (path, field) -> {
              List<Object> kept = new ArrayList<>();
              for (int i = 0; i < marks.size(); i++) {
                if (marks.get(i) == null) {
                  kept.add(field.values().get(i));
                }
              }
              size[0] = kept.size();
              fields.put(path, new SampledField(path, kept));
            });
    return new SampledRecords(size[0], fields);
  }

  /** An address that acts is where it is; only that of somebody else has a place to look up. */
  private String address(SampledRecords watched, RoleGuess.Actor actor) {
    if (wishes.address() != null && watched.fields().containsKey(wishes.address())) {
      return wishes.address();
    }
    List<String> addresses = RoleGuess.addresses(watched);
    boolean isActor = actor != null && addresses.contains(actor.path());
    return addresses.isEmpty() || isActor ? null : addresses.get(0);
  }

  private static String unless(LogFormat format, SampledRecords records) {
    return Optional.ofNullable(format.unless())
        .or(() -> ON_BEHALF.stream().filter(records.fields()::containsKey).findFirst())
        .orElse(null);
  }

  private List<TimeGuess.Candidate> times(LogKind kind, SampledRecords records) {
    List<TimeGuess.Candidate> found = TimeGuess.candidates(records, now);
    String wished = wishes.time() == null ? kind.format().time() : wishes.time();
    if (wished == null || !records.fields().containsKey(wished)) {
      return found;
    }
    Object form = kind.format().keys().get("time_format");
    List<TimeGuess.Candidate> first = new ArrayList<>();
    String named = wishes.timeFormat() != null ? wishes.timeFormat() : (String) form;
    found.stream()
        .filter(candidate -> candidate.path().equals(wished))
        .filter(candidate -> named == null || candidate.form().equals(named))
        .forEach(first::add);
    if (first.isEmpty()) {
      first.add(
          new TimeGuess.Candidate(
              wished, named == null ? "auto" : named, List.of(), null, false, 0));
    }
    found.stream().filter(candidate -> !candidate.path().equals(wished)).forEach(first::add);
    return first;
  }

  private LogDraft.LogSample read(LogKind kind, Glance.Bounds bounds) {
    Map<String, Object> keys = new LinkedHashMap<>(kind.format().keys());
    keys.put("type", "files");
    keys.put("path", kind.files().get(0).path());
    // Nothing is made of the records yet.
    keys.put("time", "time");
    Transport transport = drafts.transport(keys);
    List<SourceFile> newest = new ArrayList<>(kind.files());
    newest.sort(
        Comparator.comparingLong(SourceFile::modified).thenComparing(SourceFile::path).reversed());
    List<Glance.Raw> raw = new ArrayList<>();
    long characters = 0;
    long refused = 0;
    long skipped = 0;
    String why = null;
    boolean isPart = false;
    for (SourceFile file : newest) {
      if (raw.size() >= bounds.records() || characters >= bounds.characters()) {
        isPart = true;
        break;
      }
      Glance.Part part =
          glance.read(
              transport,
              file,
              new Glance.Bounds(bounds.records() - raw.size(), bounds.characters() - characters));
      raw.addAll(part.records());
      characters += part.records().stream().mapToLong(record -> record.json().length()).sum();
      refused += part.refused();
      skipped += part.skipped();
      why = why == null ? part.why() : why;
      isPart |= part.isCut();
    }
    return new LogDraft.LogSample(
        List.copyOf(raw), List.of(), refused, why, skipped, isPart, fields(raw, kind.format()));
  }

  private static LogDraft.LogSample inOrder(
      LogDraft.LogSample sample, List<Glance.Outcome> outcomes, LogFormat format) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      order.add(i);
    }
    order.sort(
        Comparator.comparing(
            (Integer i) -> outcomes.get(i).time(),
            Comparator.nullsFirst(Comparator.naturalOrder())));
    List<Glance.Raw> raw = order.stream().map(sample.raw()::get).toList();
    List<Glance.Outcome> sorted = order.stream().map(outcomes::get).toList();
    String why =
        sorted.stream()
            .map(Glance.Outcome::refused)
            .filter(reason -> reason != null)
            .findFirst()
            .orElse(sample.why());
    return new LogDraft.LogSample(
        raw, sorted, sample.refused(), why, sample.skipped(), sample.isPart(), fields(raw, format));
  }

  private static SampledRecords fields(List<Glance.Raw> raw, LogFormat format) {
    Set<String> nulls = new HashSet<>();
    if (format.keys().get(ConfigText.NULLS) instanceof List<?> texts) {
      texts.forEach(text -> nulls.add(text.toString()));
    }
    return SampledRecords.of(
        SampledRecords.spread(raw, MOST_LOOKED_AT).stream().map(Glance.Raw::json).toList(), nulls);
  }
}
