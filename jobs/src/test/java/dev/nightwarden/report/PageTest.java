package dev.nightwarden.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Keys;
import dev.nightwarden.table.FencedException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
  private static final String ATTACK =
      "</script><script>alert(1)</script><img src=x onerror=alert(2)>\" onload='alert(3)' &amp;"
          + " {{data}} \u202Egnp.exe\u2028 \u0007";

  @TempDir Path folder;

  @Test
  void thePageAndItsDataStandBesideEachOther() throws IOException {
    String page = write(Nights.usual());

    assertEquals(folder + "/report-2025-03-14.html", page);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          List.of("report-2025-03-14.html", "report.json"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
    String html = Files.readString(Path.of(page));
    String json = Files.readString(folder.resolve("report.json"));
    JsonNode report = new ObjectMapper().readTree(json);
    assertEquals(46, report.get("events").size());
    assertEquals(46, html.split("<li data-id=\"event-", -1).length - 1, "events on the page");
    assertEquals("2025-03-14", report.get("from").asText());
    assertEquals(46, report.get("totals").get("malicious_events").asLong());
    assertEquals("has_dns_data_b64_encoded", report.get("flags").get(0).get("name").asText());
    JsonNode record = report.get("flags").get(0).get("records").get(0);
    assertEquals(
        "aGVsbG8gZnJvbSB0aGUgb3RoZXIgc2lkZQ==",
        record.get("data").get("dns.answers.data").asText());
    assertTrue(record.get("features").get("popularity_rank").isNull(), record::toString);
    assertEquals(true, report.get("clusters").get(0).get("is_exact").asBoolean());
  }

  @Test
  void equalReportsGiveEqualBytes() throws IOException {
    byte[] first = Files.readAllBytes(Path.of(write(Nights.usual())));

    assertEquals(-1, Arrays.mismatch(first, Files.readAllBytes(Path.of(write(Nights.usual())))));
  }

  @Test
  void aBigNightStaysBelowFiveMegabytes() throws IOException {
    Report big = Nights.big();
    Path page = Path.of(write(big));

    long size = Files.size(page);
    assertTrue(size < Bounds.PAGE_BYTES, () -> "the page has " + size + " bytes");
    Report bounded = Bounds.apply(big);
    assertTrue(bounded.events().size() > 200, () -> bounded.events().size() + " events");
    assertEquals(3, bounded.flags().size());
    assertEquals(700, bounded.flags().get(0).hits());
    String html = Files.readString(page);
    assertTrue(html.contains(" events, the least urgent, are not on this page"), "no word of it");
    assertTrue(
        bounded.events().get(0).data().get("user_agent").asText().endsWith(" more characters)"),
        bounded.events().get(0)::toString);
  }

  @Test
  void theWorstTextsStayBelowFiveMegabytesToo() throws IOException {
    String worst = "<&\u202E'".repeat(2_000);

    long size = Files.size(Path.of(write(Nights.attacked(text -> text + worst))));

    assertTrue(size < Bounds.PAGE_BYTES, () -> "the page has " + size + " bytes");
  }

  @Test
  void aQuietNightSaysSo() throws IOException {
    String text = text(Nights.quiet());

    for (String words :
        List.of(
            "Friday 14 March 2025",
            "Nothing deserves a look.",
            "Of 6,079 messages, nobody did what is unlike them enough.",
            "Nobody did anything that deserves a look on these dates.",
            "No records were clustered on these dates, so there is no map of them.",
            "There is nobody to look at: no actor was found odd.",
            "No flags were looked for on these dates.")) {
      assertTrue(text.contains(words), words);
    }
  }

  @Test
  void whatMattersIsReadWithoutScripts() throws IOException {
    String html = Files.readString(Path.of(write(Nights.usual())));
    String text = withoutScripts(html);

    assertTrue(text.contains("46 events of 9 actors deserve a look."), text.substring(0, 2000));
    assertTrue(text.contains("niamh.o&#39;sullivan") || text.contains("priya.raman"), "no actor");
    assertTrue(text.contains("earlier messages"), "no reason");
    assertTrue(text.contains("has_dns_data_b64_encoded"), "no flag");
    assertTrue(text.contains("numbers_in_hostname"), "no contribution");
    assertTrue(text.contains("8 are suspect: their cluster lies apart"), "no suspects");
  }

  @Test
  void noTextOfTheLogsBecomesMarkup() throws IOException {
    String html = Files.readString(Path.of(write(Nights.attacked(text -> ATTACK + text))));

    assertEquals(3, html.split("<script", -1).length - 1, "scripts");
    assertEquals(3, html.split("</script", -1).length - 1, "ends of scripts");
    assertFalse(html.contains("<img"), "an image");
    String tags = withoutScripts(html).replaceAll("=\"[^\"]*\"", "=");
    assertFalse(Pattern.compile("<[^>]*\\son[a-z]+=").matcher(tags).find(), "a handler");
    assertFalse(html.contains("\u202E"), "a turn of direction");
    assertFalse(html.contains("\u2028"), "a line separator");
    assertTrue(
        withoutScripts(html).contains("&lt;img src=x onerror=alert(2)&gt;"), "the text is lost");
  }

  @Test
  void thePolicyAllowsTheTwoScriptsByTheirHashesAndNothingElse() throws IOException {
    String html = Files.readString(Path.of(write(Nights.quiet())));

    assertTrue(
        Pattern.compile(
                "content=\"default-src 'none'; script-src 'sha256-[^']{44}' 'sha256-[^']{44}';"
                    + " style-src 'sha256-[^']{44}'; img-src data:; base-uri 'none';"
                    + " form-action 'none';")
            .matcher(html)
            .find(),
        html.substring(0, 900));
    assertFalse(Pattern.compile("<[^>]+\\sstyle=").matcher(withoutScripts(html)).find(), "a style");
  }

  @Test
  void severalDatesAreNamedInTheFile() {
    LocalDate from = LocalDate.parse("2025-03-01");

    assertEquals(
        "report-2025-03-01--2025-03-14.html",
        ReportFolder.fileName(
            new Report(from, Nights.DATE, null, List.of(), List.of(), List.of())));
  }

  @Test
  void alertsComeFirstAndTheirTextsStayTexts() throws IOException {
    String attack = "</script><img src=x onerror=alert(1)>\u202Egnp";
    Report.Alert alert =
        new Report.Alert(
            "00ff",
            attack,
            Nights.DATE,
            Nights.DATE,
            1,
            "open",
            3.25,
            31.4,
            List.of("logins"),
            List.of(attack),
            List.of("abc123"),
            "city " + attack,
            List.of("T1078.004", attack));
    Report report =
        Nights.quiet()
            .with(
                new ReportedAlerts(
                    List.of(alert),
                    4,
                    7,
                    28.6,
                    12,
                    List.of(
                        new Campaign(
                            List.of("ann", attack),
                            3,
                            List.of("00ff"),
                            "logins",
                            attack,
                            attack,
                            5))));

    String html = Files.readString(Path.of(write(report)));

    assertTrue(html.contains("<strong>4 alerts.</strong>"), "no headline");
    assertTrue(html.indexOf("id=\"alert-list\"") < html.indexOf("id=\"events\""), "order");
    assertTrue(html.contains("nightwarden explain --event abc123"), "no next command");
    assertTrue(html.contains("nightwarden verdict "), "no way to say that it was fine");
    assertTrue(
        html.contains("3 more alerts with fewer points")
            && html.contains("7 actor-dates had risk enough")
            && html.contains("the highest 29")
            && html.contains("12 anomalies do not count"),
        "what is left out");
    assertTrue(
        html.contains("Maybe one campaign: ann, ") && html.contains("2 other actors of logins"),
        "what alerts have in common");
    assertFalse(html.contains("<img src=x"), "an attack");
    assertFalse(withoutScripts(html).contains("\u202E"), "a hidden character");
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("taken"), "");

    IOException failure =
        assertThrows(
            IOException.class,
            () ->
                new ReportFolder(file.toString()).write(Nights.quiet(), new Configuration(false)));

    assertTrue(failure.getMessage().startsWith(file + "/report.json cannot be written: "));
    assertEquals(
        "path is empty",
        assertThrows(IllegalKeyException.class, () -> Keys.checked(new ReportFolder(" ")))
            .getMessage());
  }

  @Test
  void aRunThatWasOvertakenPutsNoPageInPlace() throws IOException {
    Runnable overtaken =
        () -> {
          throw new FencedException("another took over");
        };
    ReportFolder pages = new ReportFolder(folder.resolve("fenced").toString());

    assertThrows(
        FencedException.class,
        () -> pages.write(Nights.quiet(), new Configuration(false), overtaken));

    try (var files = Files.list(folder.resolve("fenced"))) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void absentPartsAreLeftOut() throws IOException {
    StringWriter out = new StringWriter();
    ReportJson.write(Nights.quiet(), out);
    JsonNode json = new ObjectMapper().readTree(out.toString());

    assertEquals(0, json.get("clusters").size());
    assertNull(json.get("name"));
    assertEquals("2025-03-14", json.get("to").asText());
  }

  private String write(Report report) throws IOException {
    return new ReportFolder(folder.toString()).write(report, new Configuration(false));
  }

  private static String text(Report report) throws IOException {
    StringWriter out = new StringWriter();
    Page.write(report, out);
    return withoutScripts(out.toString());
  }

  private static String withoutScripts(String html) {
    return html.replaceAll("(?s)<script.*?</script>", "").replaceAll("(?s)<style>.*?</style>", "");
  }
}
