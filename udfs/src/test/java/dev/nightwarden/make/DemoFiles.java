package dev.nightwarden.make;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes the month into a folder. */
final class DemoFiles {
  static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** This day's file ends in the middle of a line, as after a full disk: one reject. */
  private static final LocalDate TRUNCATED = LocalDate.of(2025, 3, 19);

  private DemoFiles() {}

  static void write(Path folder, Logins logins, Incidents incidents) throws IOException {
    writeLogins(folder, logins);
    writeIncidents(folder, logins, incidents);
    writeNetworks(folder);
  }

  private static void writeLogins(Path folder, Logins logins) throws IOException {
    Files.createDirectories(folder.resolve("logins"));
    Map<LocalDate, List<Login>> days =
        logins.all().stream()
            .collect(Collectors.groupingBy(Login::date, TreeMap::new, Collectors.toList()));
    days.forEach(
        (date, day) -> {
          String text = day.stream().map(l -> l.json() + "\n").collect(Collectors.joining());
          if (date.equals(TRUNCATED)) {
            text = text.substring(0, text.length() - 120);
          }
          put(folder.resolve("logins/" + date + ".json"), text);
        });
  }

  private static void writeIncidents(Path folder, Logins logins, Incidents incidents) {
    StringBuilder labels =
        new StringBuilder("incident,kind,user,from,to,message_ids,story,detector\n");
    for (Incident incident : incidents.all()) {
      List<Login> planted =
          logins.all().stream().filter(l -> incident.id().equals(l.incident)).toList();
      labels.append(
          row(
              incident.id(),
              incident.kind(),
              incident.user(),
              MILLIS.format(planted.get(0).time),
              MILLIS.format(planted.get(planted.size() - 1).time),
              planted.stream().map(l -> l.id).collect(Collectors.joining(" ")),
              incident.story(),
              incident.detector()));
    }
    put(folder.resolve("incidents.csv"), labels.toString());
  }

  private static void writeNetworks(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("geoip"));
    StringBuilder networks =
        new StringBuilder(
            "network,city,subdivision,country_code,country,continent,"
                + "latitude,longitude,asn,as_owner\n");
    for (AddressRange range : AddressRanges.all()) {
      Town town = range.town();
      networks.append(
          row(
              range.cidr(),
              town.city(),
              town.subdivision(),
              town.countryCode(),
              town.country(),
              town.continent(),
              Double.toString(town.latitude()),
              Double.toString(town.longitude()),
              Integer.toString(range.asn()),
              range.owner()));
    }
    put(folder.resolve("geoip/networks.csv"), networks.toString());
  }

  private static void put(Path file, String text) {
    try {
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String row(String... cells) {
    return Arrays.stream(cells)
        .map(c -> c.matches("(?s).*[\",\n].*") ? '"' + c.replace("\"", "\"\"") + '"' : c)
        .collect(Collectors.joining(",", "", "\n"));
  }
}
