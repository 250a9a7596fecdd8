package dev.nightwarden.guided;

import dev.nightwarden.ingest.Glance;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a config would say of logs of one kind: a transport and a profile.
 *
 * @param name of both
 * @param path of the config
 * @param files how many there are
 * @param time which field says when, and how; null where none does
 * @param times all that could be it, the likeliest first
 * @param id the path of the records' own id; null where they have none
 * @param actor who is watched; null where nobody could be
 * @param address the path of the address whose place and network are looked up; null where none is
 * @param unless records with a value at this path are not watched; null: all are
 * @param watches the fields to watch, the best first
 * @param sample what was read of the files
 */
record LogDraft(
    String name,
    String path,
    int files,
    LogFormat format,
    TimeGuess.Candidate time,
    List<TimeGuess.Candidate> times,
    String id,
    RoleGuess.Actor actor,
    String address,
    String unless,
    List<WatchGuess.Watch> watches,
    LogSample sample) {

  /**
   * Records of a kind that were read.
   *
   * @param raw in the order in which they happened; those without a time first
   * @param outcomes what becomes of each
   * @param refused how many more could not be read
   * @param why the first reason why a record is refused, also when it could be read; null without
   * @param skipped lines that are no records
   * @param isPart whether there is more in the files
   * @param records the fields of some of them, spread over all
   */
  record LogSample(
      List<Glance.Raw> raw,
      List<Glance.Outcome> outcomes,
      long refused,
      String why,
      long skipped,
      boolean isPart,
      SampledRecords records) {

    /** The event dates of the messages. */
    TreeSet<LocalDate> dates() {
      TreeSet<LocalDate> dates = new TreeSet<>();
      outcomes.stream()
          .map(Glance.Outcome::time)
          .filter(time -> time != null)
          .forEach(time -> dates.add(date(time)));
      return dates;
    }

    private static LocalDate date(Instant time) {
      return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    /** How many records became messages. */
    long messages() {
      return outcomes.stream().filter(outcome -> outcome.time() != null).count();
    }

    /** How many records are refused. */
    long allRefused() {
      return refused + outcomes.size() - messages();
    }
  }

  /** The keys of the transport, in the order in which a person reads them. */
  Map<String, Object> transport(String at) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("type", "files");
    keys.put("path", at);
    keys.putAll(format.keys());
    keys.remove("time_format");
    keys.put("time", time.path());
    keys.put("time_format", time.form());
    if (time.zone() != null) {
      keys.put("time_zone", time.zone());
    }
    if (id != null) {
      keys.put("id", id);
    }
    return keys;
  }

  /** Which messages are watched, as SQL; null: all. */
  String matches() {
    return unless == null ? null : SqlPath.of(unless) + " IS NULL";
  }

  /** The same of other fields. */
  LogDraft watching(
      RoleGuess.Actor newActor, String newAddress, String newId, List<WatchGuess.Watch> fields) {
    return new LogDraft(
        name,
        path,
        files,
        format,
        time,
        times,
        newId,
        newActor,
        newAddress,
        unless,
        fields,
        sample);
  }
}
