package dev.nightwarden.organisation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A made-up organisation's log, written into a folder:
 *
 * <ul>
 *   <li>{@code logs/DATE.jsonl}: a line for each {@link LogEntry}, in the order of time, a file for
 *       each UTC date
 *   <li>{@code directory.csv}: actor, department, manager, kind, office, city, country, from, to
 *       (event dates, both included; empty: since ever, still)
 *   <li>{@code truth.jsonl}: what is true of the organisation and its log does not say
 *   <li>{@code nightwarden.yml}: a config that reads the log
 * </ul>
 */
public final class GeneratedLogs {
  private final OrganisationSettings settings;
  private final Organisation organisation;

  public GeneratedLogs(OrganisationSettings settings) {
    this.settings = settings;
    this.organisation = new Organisation(settings);
  }

  /**
   * Writes the folder, whole or not at all.
   *
   * @param folder must not be there, or be empty
   * @param progress is told how many dates are written
   * @return how many messages there are
   * @throws IllegalArgumentException if there is something at its place
   */
  public long write(Path folder, Consumer<Integer> progress) throws IOException {
    return WholeFolder.write(
        folder,
        aside -> {
          long count = logs(Files.createDirectory(aside.resolve("logs")), progress);
          Files.write(aside.resolve("directory.csv"), directory());
          Files.write(aside.resolve("truth.jsonl"), new Truth(organisation).lines());
          Files.writeString(
              aside.resolve("nightwarden.yml"),
              ConfigForLogs.of(folder.toAbsolutePath().normalize()));
          return count;
        });
  }

  private long logs(Path folder, Consumer<Integer> progress) throws IOException {
    NavigableMap<LocalDate, List<Identified>> waiting = new TreeMap<>();
    LocalDate last = settings.last();
    long count = 0;
    // A local day touches three UTC dates.
    for (LocalDate day = settings.from().minusDays(2);
        !day.isAfter(last.plusDays(1));
        day = day.plusDays(1)) {
      people(day, waiting);
      LocalDate done = day.minusDays(1);
      List<Identified> entries = waiting.remove(done);
      if (done.isBefore(settings.from())) {
        continue;
      }
      entries = entries == null ? new ArrayList<>() : entries;
      services(done, entries);
      write(folder.resolve(done + ".jsonl"), entries);
      count += entries.size();
      progress.accept((int) (done.toEpochDay() - settings.from().toEpochDay()) + 1);
    }
    return count;
  }

  /** A message with what names it for good, which tells nothing else. */
  private record Identified(String id, LogEntry entry) {}

  private void people(LocalDate day, NavigableMap<LocalDate, List<Identified>> waiting) {
    for (Member member : organisation.members()) {
      Draws ids = Draws.of(settings.seed(), "ids", member.rank(), day);
      for (LogEntry entry : WorkingDay.of(settings.seed(), organisation, member, day)) {
        LocalDate date = LocalDate.ofInstant(entry.time(), ZoneOffset.UTC);
        waiting.computeIfAbsent(date, none -> new ArrayList<>()).add(identified(ids, entry));
      }
    }
  }

  private void services(LocalDate date, List<Identified> entries) {
    for (Service service : organisation.services()) {
      Draws ids = Draws.of(settings.seed(), "service ids", service.rank(), date);
      service.entries(settings.seed(), date).forEach(entry -> entries.add(identified(ids, entry)));
    }
  }

  private static Identified identified(Draws ids, LogEntry entry) {
    return new Identified("%016x%016x".formatted(ids.bits(), ids.bits()), entry);
  }

  private static void write(Path file, List<Identified> entries) throws IOException {
    entries.sort(
        Comparator.comparing((Identified each) -> each.entry().time())
            .thenComparing(Identified::id));
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (Identified each : entries) {
        writer.write(each.entry().json(each.id()));
        writer.write('\n');
      }
    }
  }

  private List<String> directory() {
    List<String> rows = new ArrayList<>();
    rows.add("actor,department,manager,kind,office,city,country,from,to");
    for (Member member : organisation.members()) {
      rows.add(
          String.join(
              ",",
              member.name(),
              member.department(),
              member.manager() == null ? "" : member.manager(),
              member.kind(),
              member.office().city().name(),
              member.home().name(),
              member.home().code(),
              member.joined().equals(LocalDate.EPOCH) ? "" : member.joined().toString(),
              member.left().isAfter(settings.last()) ? "" : member.left().toString()));
    }
    for (Service service : organisation.services()) {
      rows.add(service.name() + ",it,,service,,,,,");
    }
    return rows;
  }

  /** What the log does not say, a JSON object a line, of which {@code what} says what it is. */
  private record Truth(Organisation organisation) {
    List<String> lines() {
      List<String> lines = new ArrayList<>();
      OrganisationSettings settings = organisation.settings();
      lines.add(
          line("organisation")
              .put("people", settings.people())
              .put("services", settings.services())
              .put("days", settings.days())
              .put("from", settings.from().toString())
              .put("seed", settings.seed())
              .toString());
      organisation
          .offices()
          .forEach(
              office ->
                  lines.add(
                      line("office")
                          .put("city", office.city().name())
                          .put("address", office.address())
                          .put("opened", day(office.opened()))
                          .toString()));
      lines.add(line("vpn moved").put("date", organisation.vpnMoves().toString()).toString());
      organisation.members().forEach(member -> about(member, lines));
      return lines;
    }

    private void about(Member member, List<String> lines) {
      LocalDate first = organisation.settings().from();
      LocalDate last = organisation.settings().last();
      lines.add(
          line("member")
              .put("user", member.name())
              .put("rate", Math.round(member.rate() * 100) / 100.0)
              .put("shifts", member.shifts())
              .put("remote", Math.round(member.remote() * 100) / 100.0)
              .put("joined", day(member.joined()))
              .put("left", member.left().isAfter(last) ? null : member.left().toString())
              .toString());
      machines("computer", member, member.computers(), first, last, lines);
      machines("phone", member, member.phones(), first, last, lines);
      for (LocalDate day = first; !day.isAfter(last); ) {
        var journey = organisation.attendance().journey(member, day);
        if (journey.isEmpty()) {
          day = day.plusDays(1);
          continue;
        }
        lines.add(
            line("journey")
                .put("user", member.name())
                .put("purpose", journey.get().purpose())
                .put("city", journey.get().city().name())
                .put("from", journey.get().from().toString())
                .put("to", journey.get().to().toString())
                .toString());
        day = journey.get().to().plusDays(1);
      }
    }

    private static void machines(
        String what,
        Member member,
        List<Machine> machines,
        LocalDate first,
        LocalDate last,
        List<String> lines) {
      for (Machine machine : machines) {
        if (machine.from().isAfter(first) && !machine.from().isAfter(last)) {
          lines.add(
              line("new " + what)
                  .put("user", member.name())
                  .put("system", machine.system())
                  .put("date", machine.from().toString())
                  .toString());
        }
      }
    }

    private static ObjectNode line(String what) {
      return JsonNodeFactory.instance.objectNode().put("what", what);
    }

    private static String day(LocalDate date) {
      return date.equals(LocalDate.EPOCH) ? null : date.toString();
    }
  }
}
