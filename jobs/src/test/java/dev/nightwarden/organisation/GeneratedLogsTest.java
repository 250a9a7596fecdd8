package dev.nightwarden.organisation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.nightwarden.app.Config;
import dev.nightwarden.config.ConfigReader;
import dev.nightwarden.config.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratedLogsTest {
  private static final LocalDate FIRST = LocalDate.parse("2025-02-24");
  private static final OrganisationSettings SETTINGS =
      new OrganisationSettings(90, 0, 70, FIRST, 7);

  private static final JsonMapper JSON = new JsonMapper();

  @TempDir static Path folder;
  private static List<JsonNode> lines;
  private static Map<String, List<String>> directory;

  @BeforeAll
  static void generate() throws IOException {
    new GeneratedLogs(SETTINGS).write(folder.resolve("a"), done -> {});
    lines = lines(folder.resolve("a"));
    directory = new TreeMap<>();
    Files.readAllLines(folder.resolve("a/directory.csv")).stream()
        .skip(1)
        .map(row -> Arrays.asList(row.split(",", -1)))
        .forEach(row -> assertEquals(null, directory.put(row.get(0), row)));
  }

  private static List<JsonNode> lines(Path place) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (Path file : files(place.resolve("logs"))) {
      for (String line : Files.readAllLines(file)) {
        JsonNode json = JSON.readTree(line);
        assertTrue(
            file.getFileName().toString().startsWith(json.path("time").asText().substring(0, 10)),
            line);
        lines.add(json);
      }
    }
    return lines;
  }

  private static List<Path> files(Path place) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void theSameSeedGivesTheSameBytes() throws IOException {
    new GeneratedLogs(SETTINGS).write(folder.resolve("b"), done -> {});
    new GeneratedLogs(new OrganisationSettings(90, 0, 70, FIRST, 8))
        .write(folder.resolve("c"), done -> {});

    for (Path file : files(folder.resolve("a"))) {
      Path name = folder.resolve("a").relativize(file);
      if (!name.toString().equals("nightwarden.yml")) {
        assertEquals(-1, Files.mismatch(file, folder.resolve("b").resolve(name)), name.toString());
        assertNotEquals(
            -1, Files.mismatch(file, folder.resolve("c").resolve(name)), name.toString());
      }
    }
  }

  @Test
  void moreDaysChangeNoLine() throws IOException {
    List<JsonNode> longer = generated("longer", new OrganisationSettings(90, 0, 85, FIRST, 7));

    assertSame(lines, upTo(SETTINGS.last(), longer));
  }

  @Test
  void servicesChangeNoLineOfPeople() throws IOException {
    List<JsonNode> served = generated("served", new OrganisationSettings(90, 1, 3, FIRST, 7));

    List<JsonNode> people = served.stream().filter(line -> !user(line).startsWith("svc-")).toList();
    assertSame(upTo(FIRST.plusDays(2), lines), people);
    assertTrue(served.size() - people.size() > 3 * 2_000, "no busy service");
  }

  private static List<JsonNode> generated(String name, OrganisationSettings settings)
      throws IOException {
    new GeneratedLogs(settings).write(folder.resolve(name), done -> {});
    return lines(folder.resolve(name));
  }

  private static List<JsonNode> upTo(LocalDate last, List<JsonNode> all) {
    return all.stream().filter(line -> !date(line).isAfter(last)).toList();
  }

  private static void assertSame(List<JsonNode> expected, List<JsonNode> found) {
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < found.size(); i++) {
      assertEquals(expected.get(i), found.get(i));
    }
  }

  private static String user(JsonNode line) {
    return line.path("user").asText();
  }

  private static LocalDate date(JsonNode line) {
    return LocalDate.parse(line.path("time").asText().substring(0, 10));
  }

  @Test
  void idsAreUniqueAndLinesAreInOrder() {
    assertEquals(lines.size(), lines.stream().map(l -> l.path("id").asText()).distinct().count());
    List<String> times = lines.stream().map(line -> line.path("time").asText()).toList();
    List<String> sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    assertEquals(sorted, times);
    assertEquals(70, lines.stream().map(GeneratedLogsTest::date).distinct().count());
  }

  @Test
  void everybodyIsInTheDirectoryFromTheFirstDayToTheLast() {
    Set<String> joined = new HashSet<>();
    for (JsonNode line : lines) {
      List<String> row = directory.get(user(line));
      String from = row.get(7);
      String to = row.get(8);
      // A local day may touch the UTC date before it and the one after.
      assertTrue(from.isEmpty() || !date(line).isBefore(LocalDate.parse(from).minusDays(1)));
      assertTrue(to.isEmpty() || !date(line).isAfter(LocalDate.parse(to).plusDays(1)));
      if (!from.isEmpty()) {
        joined.add(user(line));
      }
    }
    assertFalse(joined.isEmpty());
    directory
        .values()
        .forEach(
            row ->
                assertTrue(row.get(2).isEmpty() || directory.containsKey(row.get(2)), row.get(2)));
  }

  @Test
  void peopleHaveWhatMakesRealLogsHard() throws IOException {
    Map<String, Long> each =
        lines.stream()
            .collect(Collectors.groupingBy(GeneratedLogsTest::user, Collectors.counting()));
    List<Long> counts = each.values().stream().sorted(Collections.reverseOrder()).toList();
    long busiest = counts.stream().limit(counts.size() / 10).mapToLong(count -> count).sum();
    double share = busiest / (double) lines.size();
    assertTrue(share > .25 && share < .55, "the busiest tenth has " + share);

    Map<String, Set<String>> cities = new HashMap<>();
    Map<String, Set<String>> users = new HashMap<>();
    for (JsonNode line : lines) {
      cities
          .computeIfAbsent(user(line), none -> new HashSet<>())
          .add(line.path("geo").path("city").asText());
      users.computeIfAbsent(line.path("ip").asText(), none -> new HashSet<>()).add(user(line));
    }
    assertTrue(cities.values().stream().anyMatch(some -> some.size() == 1), "nobody stays");
    assertTrue(cities.values().stream().anyMatch(some -> some.size() > 2), "nobody travels");
    assertTrue(users.values().stream().anyMatch(some -> some.size() > 15), "no shared exit");
    assertTrue(lines.stream().anyMatch(l -> l.path("outcome").asText().equals("failure")));

    List<JsonNode> truth = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("a/truth.jsonl"))) {
      truth.add(JSON.readTree(line));
    }
    for (JsonNode fact : truth) {
      if (fact.path("what").asText().equals("journey")
          && fact.path("purpose").asText().equals("business")) {
        String user = fact.path("user").asText();
        LocalDate from = LocalDate.parse(fact.path("from").asText());
        LocalDate to = LocalDate.parse(fact.path("to").asText());
        List<String> where =
            lines.stream()
                .filter(line -> user(line).equals(user))
                .filter(line -> date(line).isAfter(from) && date(line).isBefore(to))
                .map(line -> line.path("network").path("owner").asText())
                .filter(owner -> owner.endsWith("Telecom") || owner.endsWith("Fibre"))
                .toList();
        assertEquals(List.of(), where, "at home while away: " + fact);
      }
    }
  }

  @Test
  void theConfigNamesTheFolderWhateverItIsCalled() throws IOException {
    Path place = folder.resolve("lark\"field # 1 ${HOME}\ntransports: {}");
    new GeneratedLogs(new OrganisationSettings(1, 0, 1, FIRST, 1)).write(place, done -> {});

    Config config =
        new ConfigReader(Registry.load(), Map.of())
            .read(place.resolve("nightwarden.yml"), List.of(), Config.class)
            .config();
    assertEquals(place + "/warehouse", config.warehouse());
    assertEquals(Set.of("logs"), config.transports().keySet());
  }

  @Test
  void aFolderThatHoldsSomethingIsLeftAlone() throws IOException {
    Path place = Files.createDirectories(folder.resolve("full"));
    Files.writeString(place.resolve("mine.txt"), "mine");

    String told =
        assertThrows(
                IllegalArgumentException.class,
                () -> new GeneratedLogs(SETTINGS).write(place, d -> {}))
            .getMessage();
    assertEquals(
        "there is something at %s; name a folder that does not exist, or is empty".formatted(place),
        told);
    assertEquals(List.of(place.resolve("mine.txt")), files(place));
  }

  @Test
  void whatBreaksOffLeavesNothing() throws IOException {
    Path place = folder.resolve("broken/place");

    assertThrows(
        IllegalStateException.class,
        () ->
            new GeneratedLogs(SETTINGS)
                .write(
                    place,
                    done -> {
                      if (done == 3) {
                        throw new IllegalStateException("no more");
                      }
                    }));
    assertEquals(List.of(), files(place.getParent()));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 1, people is 0; it must be from 1 to 1000000",
    "1, -1, 1, services is -1; it must be from 0 to 1000000",
    "1, 0, 0, days is 0; it must be from 1 to 3660"
  })
  void sizesHaveBounds(int people, int services, int days, String problem) {
    IllegalArgumentException wrong =
        assertThrows(
            IllegalArgumentException.class,
            () -> new OrganisationSettings(people, services, days, FIRST, 1));
    assertEquals(problem, wrong.getMessage());
  }

  @Test
  void oneOfAll() throws IOException {
    new GeneratedLogs(new OrganisationSettings(1, 0, 1, FIRST, 1))
        .write(folder.resolve("one"), done -> {});
    assertEquals(2, Files.readAllLines(folder.resolve("one/directory.csv")).size());
  }
}
