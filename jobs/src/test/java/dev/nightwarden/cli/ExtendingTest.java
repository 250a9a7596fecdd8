package dev.nightwarden.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.nightwarden.SharedSpark;
import dev.nightwarden.cli.Commands.Ended;
import dev.nightwarden.ship.CsvText;
import dev.nightwarden.table.Table;
import dev.nightwarden.table.Warehouse;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of {@code docs/extending.md}: a jar made of them, and a night that uses it. */
class ExtendingTest {
  private static final Path PAGE = Path.of("..", "docs", "extending.md");

  /** A block of Java that is a whole file. */
  private static final Pattern FILE =
      Pattern.compile("```java\n(package example\\.guide;\n.*?)```", Pattern.DOTALL);

  private static final Pattern TYPE =
      Pattern.compile("(?m)^(?:public )?(?:final )?(?:class|record) (\\w+)");

  /** Four records of ada on a date, one of them dropped, after a date of one; and one of bob. */
  private static final String RECORDS =
      """
      {"id":"1","time":"2025-03-04T09:00:00Z","user":"ada","text":"one two","country":"SE"}
      {"id":"2","time":"2025-03-05T03:00:00Z","user":"ada","text":"one two","country":"SE"}
      {"id":"3","time":"2025-03-05T09:00:00Z","user":"ada","text":"one two","country":"SE"}
      {"id":"4","time":"2025-03-05T10:00:00Z","user":"ada","text":"ping","country":"SE"}
      {"id":"5","time":"2025-03-05T11:00:00Z","user":"ada","text":"one two","country":"SE"}
      {"id":"6","time":"2025-03-05T12:00:00Z","user":"bob","text":"one two three","country":"NO"}
      """;

  @TempDir Path folder;
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @AfterEach
  void giveTheClassPathBack() {
    Thread.currentThread().setContextClassLoader(before);
    System.clearProperty(PluginJars.SPARK_JARS);
  }

  @AfterAll
  static void giveLogBack() {
    Commands.restoreLogging();
  }

  @Test
  void theExamplesAreAJarThatDoesWhatThePageSays() throws IOException {
    Path jar = TestJars.make(folder, sources(), "example.guide.GuideTypes");
    List<String> posted = new ArrayList<>();
    HttpServer server = server(posted);
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      Path config = Files.writeString(folder.resolve("guide.yml"), config(jar, url));
      Ended run =
          Commands.runJob(
              folder, "backfill", "--config", config + "", "--from", "2025-03-01", "--notify");
      assertEquals(0, run.code(), run.errors() + Commands.log(folder));
      assertTrue(Commands.log(folder).contains("volume: 1 anomalies"), Commands.log(folder));
    } finally {
      server.stop(0);
    }

    List<List<String>> alerts = CsvText.parse(Files.readString(folder.resolve("alerts.csv")));
    int reason = alerts.get(0).indexOf("reason");
    Set<String> reasons = new TreeSet<>();
    alerts.stream().skip(1).forEach(row -> reasons.add(row.get(reason)));
    assertEquals(
        Set.of(
            "ada was at work at 3 o'clock",
            "lies apart from the other records of its date by word_count 3.0 (50%, usual"
                + " 2.0), country NO (50%, usual SE)",
            "ada has 4 records; usual are 1.0"),
        reasons);
    Set<String> told = new TreeSet<>();
    for (String event : posted) {
      new ObjectMapper().readTree(event).get("reasons").forEach(why -> told.add(why.textValue()));
    }
    assertEquals(reasons, told, "posted by the notifier");
    assertEquals(
        alerts.size() - 1,
        SharedSpark.session().read().format("delta").load(folder.resolve("copy") + "").count(),
        "rows in the store");
    assertEquals(
        6,
        new Warehouse(SharedSpark.session(), folder.resolve("warehouse") + "")
            .read(Table.MESSAGES)
            .count());
  }

  @Test
  @Tag("long")
  void theDetectorIsTriedAsThePageSays() throws Exception {
    Path jar = TestJars.make(folder, sources(), "example.guide.GuideTypes");
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader())) {
      Class<?> test = loader.loadClass("example.guide.ManyRecordsDetectorTest");
      Constructor<?> constructor = test.getDeclaredConstructor();
      constructor.setAccessible(true);
      Method method = test.getDeclaredMethod("comparesADateWithTheDaysBeforeIt");
      method.setAccessible(true);
      SharedSpark.session();
      method.invoke(constructor.newInstance());
    }

    Path log = Files.writeString(folder.resolve("my.json"), block("json", "\\{\"time\""));
    String yaml =
        block("yaml", "warehouse: out/my")
            .replace("rules/target/rules-1.2.jar", jar + "")
            .replace("my.json", log + "")
            .replace("out/my", folder.resolve("my") + "");
    String config = Files.writeString(folder.resolve("my.yml"), yaml) + "";
    Ended ended = Commands.runJob(folder, "validate", "--config", config);
    assertEquals(0, ended.code(), ended.errors());
    assertTrue(ended.out().contains("detectors.volume: 1 actors"), ended.out());

    Path alerts = folder.resolve("my/alerts.csv");
    for (int run = 1; run <= 2; run++) {
      ended = Commands.runJob(folder, "run", "--config", config);
      assertEquals(0, ended.code(), ended.errors());
      assertEquals(2, CsvText.parse(Files.readString(alerts)).size(), "a header and a row");
      assertEquals(run == 1, Commands.log(folder).contains("volume: 1 anomalies"));
    }

    try (Stream<Path> pages = Files.walk(folder.resolve("my/report"))) {
      Path page = pages.filter(file -> file.toString().endsWith(".html")).findFirst().orElseThrow();
      assertTrue(Files.readString(page).contains("ada has 4 records; usual are 1.0"));
    }

    List<List<String>> rows = CsvText.parse(Files.readString(alerts));
    String event = rows.get(1).get(rows.get(0).indexOf("event_id"));
    ended = Commands.runJob(folder, "explain", "--config", config, "--event", event);
    assertEquals(0, ended.code(), ended.errors());
    assertTrue(
        ended
            .out()
            .contains("  volume: score 0.75, medium, malicious\n    ada has 4 records; usual"),
        ended.out());

    Files.writeString(
        folder.resolve("my.yml"), yaml.replace("factor: 3", "lookback_days: 3, min_days: 5"));
    ended = Commands.run("run", "--config", config);
    assertEquals(2, ended.code());
    assertTrue(
        ended
            .errors()
            .contains("my.yml:6: detectors.volume.min_days is 5, more than lookback_days, 3"),
        ended.errors());
  }

  /** The block of the page that starts with a pattern. */
  private static String block(String language, String start) throws IOException {
    Matcher block =
        Pattern.compile("```%s\n(%s.*?)```".formatted(language, start), Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    assertTrue(block.find(), start);
    return block.group(1);
  }

  /** Gives the records of two dates at every request, and takes posts. */
  private static HttpServer server(List<String> posted) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = new byte[0];
          if (exchange.getRequestMethod().equals("POST")) {
            posted.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          } else if ("Bearer s3cret"
              .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            body = RECORDS.getBytes(UTF_8);
          }
          exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private String config(Path jar, String url) throws IOException {
    String blocks =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(PAGE))
            .results()
            .map(block -> block.group(1))
            .filter(block -> !block.matches("(?s)(plugins|warehouse):.*"))
            .collect(Collectors.joining())
            .replace("https://audit.example.com/records", url)
            .replace("${HOOK_URL}", url)
            .replace("share: 0.01", "share: 0.3")
            .replace("${AUDIT_TOKEN}", "s3cret");
    return "warehouse: %s\nplugins: [\"%s\"]\n".formatted(folder.resolve("warehouse"), jar)
        + blocks
        + "  copy: {type: delta_table, path: \"%s\"}\n".formatted(folder.resolve("copy"))
        + "  csv: {type: csv, filename: \"%s\"}\n".formatted(folder.resolve("alerts.csv"));
  }

  /** The files on the page, in a folder. */
  private Path sources() throws IOException {
    Path sources = Files.createDirectories(folder.resolve("sources"));
    Matcher file = FILE.matcher(Files.readString(PAGE));
    while (file.find()) {
      Matcher type = TYPE.matcher(file.group(1));
      assertTrue(type.find(), file.group(1));
      // The page shows the table that its stage adds; here another stands for it.
      String text = file.group(1).replace("Table.VOLUMES", "Table.FILES");
      Files.writeString(sources.resolve(type.group(1) + ".java"), text);
    }
    return sources;
  }
}
