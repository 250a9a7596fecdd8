package dev.nightwarden.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nightwarden.report.Report.Event;
import dev.nightwarden.report.Report.LogRecord;
import dev.nightwarden.report.Report.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opens pages in a browser and reads them as a person would. */
class PageInChromiumTest {
  private static final int DESKTOP = 1280;
  private static final int PHONE = 360;

  /** Where pictures are left for people to look at. */
  private static final Path PICTURES = Path.of("target", "page");

  @TempDir static Path folder;

  private static Chromium browser;

  @BeforeAll
  static void start() throws IOException {
    Optional<Path> installed = Chromium.installed();
    assumeTrue(
        installed.isPresent(),
        "no Chromium is installed; install one, or name it in " + Chromium.VARIABLE);
    browser = new Chromium(installed.get(), folder);
    Files.createDirectories(PICTURES);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {DESKTOP, PHONE})
  void aPersonFiltersSortsAndMovesTheClusters(int width) throws IOException {
    open("usual", Nights.usual(), width);
    browser.picture(PICTURES.resolve("light-%d.png".formatted(width)));
    browser.picture(PICTURES.resolve("top-%d.png".formatted(width)), "body", 1000);

    assertEquals("46 events of 9 actors.", browser.text("#count"));
    assertEquals(List.of("high", "high", "high"), severities().subList(0, 3));
    assertFits(width);

    browser.click("#severities input[value=high]");
    assertTrue(browser.text("#count").startsWith("11 of 46 events, of "), browser.text("#count"));
    assertFalse(severities().contains("high"), severities()::toString);
    browser.click("#severities input[value=high]");

    browser.click("#search");
    browser.type("lagos never");
    browser.awaitTrue("document.querySelector('#count').textContent.includes(' of 46 events')");
    for (String row : texts("#events tbody")) {
      assertTrue(row.contains("Lagos"), row);
    }
    browser.click("#clear");
    assertEquals("46 events of 9 actors.", browser.text("#count"));

    choose("#actor", "zoë.ångström");
    assertEquals(List.of("zoë.ångström"), actors());
    browser.click("#clear");

    if (width == DESKTOP) {
      browser.click("th[data-sort=actor] button");
      assertEquals("ascending", attribute("th[data-sort=actor]", "aria-sort"));
      assertEquals("none", attribute("th[data-sort=severity]", "aria-sort"));
      assertEquals("hedda.lund", actors().get(0));
      List<String> up = actors();
      browser.click("th[data-sort=actor] button");
      assertEquals("descending", attribute("th[data-sort=actor]", "aria-sort"));
      assertEquals(up.get(0), actors().get(up.size() - 1));
    } else {
      choose("#sort", "actor");
      assertEquals("hedda.lund", actors().get(0));
    }
    browser.click("#clear");

    browser.click("#events tbody summary");
    assertTrue(browser.text("#events tbody ol.events").contains("earlier messages"));
    browser.click("#events ol.events summary");
    assertTrue(browser.text("#events ol.events dl").contains("message_id"));
    assertFits(width);

    assertEquals("2 clusters", browser.text(".control output"));
    browser.click(".cuts");
    browser.eval("document.querySelector('.cuts').value = 0");
    browser.press("ArrowRight", 39);
    assertEquals("3 clusters", browser.text(".control output"));
    assertEquals(3, count(".legend li"));
    assertTrue(count(".mark-point.k2") > 1, "no third cluster on the map");
    browser.press("ArrowLeft", 37);
    assertEquals("2 clusters", browser.text(".control output"));
    assertEquals(8, count(".map-plot .mark-point.suspect"));

    browser.hover(".map-plot .mark-point.suspect");
    assertTrue(browser.text(".shown").contains("suspect with a score of"), browser.text(".shown"));
    assertTrue(browser.text(".shown").contains("numbers_in_hostname"), browser.text(".shown"));
    String before = browser.text(".shown");
    browser.eval("document.querySelector('.map-plot svg').focus()");
    browser.press("ArrowLeft", 37);
    assertNotEquals(before, browser.text(".shown"));

    assertTrue(count("#history .odd") > 0 && count("#history .usual") > 0, "no history");
    choose("#history select", "3");
    assertTrue(count("#history .odd") > 0, "no history of another actor");
    assertEquals(7, count(".distributions svg"));
    assertEquals(2, count("article.flag .records-table"));
    assertTrue(browser.text(".clustering > p").contains("8 are suspect"), "no suspects");
    assertEquals(10, browser.download("article.flag .buttons button").lines().count());
    assertFits(width);
    assertEquals(List.of(), browser.errors());
  }

  /** Times with their date take the most room of what stands beside the names. */
  @ParameterizedTest
  @ValueSource(ints = {1600, DESKTOP, 1024, 900, 800, PHONE})
  void namesAreNotBrokenInTheMiddle(int width) throws IOException {
    List<String> names =
        List.of(
            "harriet.moss",
            "maximilian.hohenberg",
            "alexandria.w.montgomery@example.com",
            "firstname.middlename.lastname+tag@mail.subsidiary.company.example",
            "arn:aws:sts::123456789012:assumed-role/AdministratorAccess/session-2025",
            "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
            "LARKFIELD\\svc_backup_operator",
            "李小龍",
            "@nightly-backup");
    open("names-" + width, Nights.ofPeople(names), width);
    browser.picture(PICTURES.resolve("names-%d.png".formatted(width)), "#events", 1000);

    for (String column : List.of("#events th[scope=row] > .v", ".flag td[data-label=Actor] .v")) {
      assertEquals(names.size(), count(column.replace("'", "\\'")), column);
      assertEquals(List.of(), brokenWords(column), column + " at " + width);
    }
    assertEquals(List.of(), brokenWords("#events .reasons .v"), "reasons at " + width);
    String features = ".contributions th .v, .correlations th .v";
    assertTrue(count(features) > 10, "no features");
    assertEquals(List.of(), brokenWords(features), "features at " + width);
    assertEquals(1, lines("#events th[scope=row] > .v", "harriet.moss"), "at " + width);
    assertEquals(1, lines(".flag td[data-label=Actor] .v", "harriet.moss"), "at " + width);
    assertFits(width);
    assertEquals(List.of(), browser.errors());
  }

  /** A name without any place to break it is broken all the same, and hides nothing. */
  @ParameterizedTest
  @ValueSource(ints = {DESKTOP, 800, PHONE})
  void aNameOfOneLongWordStaysOnThePage(int width) throws IOException {
    open("long-" + width, Nights.ofPeople(List.of("x".repeat(390), "ann", "w".repeat(70))), width);
    browser.picture(PICTURES.resolve("long-%d.png".formatted(width)), "#events", 1000);

    assertFits(width);
    assertTrue(
        browser
            .eval(
                """
                [...document.querySelectorAll("#events .v, .records-table .v")].every((e) => {
                  const card = e.closest(".card").getBoundingClientRect();
                  const box = e.getBoundingClientRect();
                  return box.width === 0 || (box.left >= card.left && box.right <= card.right);
                })
                """)
            .asBoolean());
  }

  @Test
  void recordsAreDownloadedAsCsv() throws IOException {
    open("usual", Nights.usual(), DESKTOP);

    List<String> original = browser.download(".suspects-original").lines().toList();
    assertEquals(
        "cluster,score,message_id,event_time,actor,reason,'@timestamp,source.ip,dns.question.name,"
            + "client.bytes,dns.type",
        original.get(0));
    assertEquals(9, original.size());
    assertTrue(original.get(1).contains(".example.com"), original.get(1));
    List<String> features = browser.download(".suspects-features").lines().toList();
    assertTrue(features.get(0).endsWith(",popularity_rank,dns_type,answered"), features.get(0));
    assertEquals(9, features.size());
    List<String> flag = browser.download("article.flag .buttons button").lines().toList();
    assertTrue(flag.get(1).contains(",aGVsbG8gZnJvbSB0aGUgb3RoZXIgc2lkZQ=="), flag.get(1));
    assertEquals(10, flag.size());
    List<String> events = browser.download("#events-csv").lines().toList();
    assertTrue(events.size() > 46, events::toString);

    open("formulas", Nights.attacked(text -> "=HYPERLINK(\"x\",\"" + text), DESKTOP);
    for (String button : List.of(".suspects-original", "article.flag .buttons button")) {
      String csv = browser.download(button);
      assertTrue(csv.contains("\"'=HYPERLINK(\"\"x\"\",\"\""), csv);
      assertFalse(csv.contains(",=") || csv.contains(",\"="), csv);
    }
    assertEquals(List.of(), browser.errors());
  }

  /** The page shows a mark in place of each hidden character; its files have what was logged. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u202Egnp.\u2066exe\u2069\u200F", // turns the direction
        "a\u200B\u200D\u2060\u00AD\uFEFFb", // takes no room
        "a\u0000\u0007\u001B[31m\u007F\u0085b", // controls
        "a\tb\rc\nd\r\ne\u2028f\u2029g", // breaks lines
        "a\uDB40\uDC41b", // one character of two halves
        "a\\u202eb\\\\c", // how the page spells such a character
        "a,\"b\"\"",
        " a "
      })
  void hiddenCharactersAreInTheFilesAsTheyWereLogged(String hidden) throws IOException {
    Report report = Nights.attacked(text -> hidden + text);
    open("hidden", report, DESKTOP);

    assertFilesHave(report, text -> text);
    assertEquals(List.of(), browser.errors());
  }

  /** A spreadsheet takes a cell that begins with an apostrophe for text. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u200B=1",
        "\u202E=1",
        "\u0000=1",
        "\uFF1D1",
        "\uFF0B1",
        "\uFF0D1",
        "\uFF201",
        "'=1",
        "''\t1"
      })
  void noCellOfTheFilesIsAFormula(String formula) throws IOException {
    Report report = Nights.attacked(text -> formula + text);
    open("formula", report, DESKTOP);

    assertFilesHave(report, text -> "'" + text);
    assertEquals(List.of(), browser.errors());
  }

  /** Holds the texts in the files of events, suspects and hits against those of the report. */
  private static void assertFilesHave(Report report, UnaryOperator<String> inCell)
      throws IOException {
    List<List<String>> reasons = new ArrayList<>();
    for (Event event : report.events()) {
      for (Reason reason : event.reasons()) {
        List<String> texts = new ArrayList<>(List.of(event.messageId(), event.profile()));
        texts.addAll(List.of(event.actor(), reason.field(), reason.value(), reason.reason()));
        reasons.add(texts.stream().map(inCell).toList());
      }
    }
    assertRows(
        reasons,
        browser.download("#events-csv"),
        List.of("message_id", "profile", "actor", "field", "value", "reason"));
    List<LogRecord> suspects =
        report.clusters().get(0).suspects().stream().map(Report.Suspect::record).toList();
    assertRecords(suspects, browser.download(".suspects-original"), inCell);
    List<LogRecord> hits = report.flags().get(0).records();
    assertRecords(hits, browser.download("article.flag .buttons button"), inCell);
  }

  private static void assertRecords(
      List<LogRecord> records, String csv, UnaryOperator<String> inCell) {
    List<String> fields = new ArrayList<>();
    records.get(0).data().fieldNames().forEachRemaining(fields::add);
    fields.removeIf(field -> records.get(0).data().get(field).asText().matches("[0-9].*"));
    List<List<String>> rows = new ArrayList<>();
    for (LogRecord record : records) {
      List<String> texts =
          new ArrayList<>(List.of(record.messageId(), record.actor(), record.reason()));
      fields.forEach(field -> texts.add(record.data().get(field).asText()));
      rows.add(texts.stream().map(inCell).toList());
    }
    List<String> columns = new ArrayList<>(List.of("message_id", "actor", "reason"));
    // A name that came from a log is a cell like any.
    fields.forEach(field -> columns.add(field.matches("[a-z.]+") ? field : inCell.apply(field)));
    assertRows(rows, csv, columns);
  }

  private static void assertRows(List<List<String>> expected, String csv, List<String> columns) {
    List<List<String>> rows = CsvCells.read(csv);
    List<String> names = rows.get(0);
    assertTrue(names.containsAll(columns), () -> columns + " in " + names);
    assertEquals(
        expected.stream().sorted(Comparator.comparing(List::toString)).toList(),
        rows.stream()
            .skip(1)
            .map(row -> columns.stream().map(name -> row.get(names.indexOf(name))).toList())
            .sorted(Comparator.comparing(List::toString))
            .toList());
  }

  @Test
  void colourSchemesCanBeTurnedAndAreReadable() throws IOException {
    open("usual", Nights.usual(), DESKTOP);
    String light = eval("getComputedStyle(document.body).backgroundColor");
    assertEquals(List.of(), faintTexts());

    browser.click("#theme");
    assertNotEquals(light, eval("getComputedStyle(document.body).backgroundColor"));
    assertEquals("Use light colours", attribute("#theme", "aria-label"));
    assertEquals(List.of(), faintTexts());
    browser.picture(PICTURES.resolve("dark-%d.png".formatted(DESKTOP)));
    browser.hover(".map-plot .mark-point.suspect");
    browser.picture(PICTURES.resolve("map-%d.png".formatted(DESKTOP)), ".clustering", 1000);

    open("usual", Nights.usual(), PHONE);
    assertEquals("dark", eval("document.documentElement.dataset.theme"));
    browser.picture(PICTURES.resolve("dark-%d.png".formatted(PHONE)));
    browser.click("#theme");
    assertEquals(light, eval("getComputedStyle(document.body).backgroundColor"));
    assertEquals(List.of(), browser.errors());
  }

  @Test
  void theKeyboardReachesWhatTheMouseReaches() throws IOException {
    open("usual", Nights.usual(), DESKTOP);

    browser.press("Tab", 9);
    assertEquals("Skip to what is odd", eval("document.activeElement.textContent"));
    List<String> reached = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      browser.press("Tab", 9);
      reached.add(
          eval(
              "[document.activeElement.id, document.activeElement.getAttribute('class'),"
                  + " document.activeElement.tagName, document.activeElement.textContent"
                  + ".slice(0, 20)].join(' ')"));
      if (reached.get(i).contains("CSV, as features") && reached.toString().contains("beaconing")) {
        break;
      }
    }
    String all = reached.toString();
    for (String wanted : List.of("theme", "search", "actor", "clear", "SUMMARY", "cuts", "svg")) {
      assertTrue(all.contains(wanted), wanted + " in " + all);
    }
    assertEquals(
        0,
        browser
            .eval(
                """
                [...document.querySelectorAll("input, select, button, canvas, svg:not([aria-hidden])")]
                  .filter(e => e.checkVisibility() && !e.labels?.length && !e.textContent.trim()
                    && !e.getAttribute("aria-label")).length
                """)
            .asInt(),
        "controls without a name");
  }

  @Test
  void theCommandOfAVerdictIsComposedOfIdAndFixedWords() throws IOException {
    String id = "0123456789abcdef".repeat(2);
    Report.Alert alert =
        new Report.Alert(
            id,
            "ann",
            Nights.DATE,
            Nights.DATE,
            1,
            "open",
            3.2,
            31,
            List.of("logins"),
            List.of("evidence"),
            List.of("f".repeat(32)),
            "city \"Lima\" never in 40 messages of ann",
            List.of("T1078"));
    open(
        "verdict",
        Nights.quiet().with(new ReportedAlerts(List.of(alert), 1, 0, null, 0, List.of())),
        DESKTOP);
    String command = "nightwarden verdict " + id;

    assertEquals(
        command + " benign", eval("document.querySelector('code.verdict-command').textContent"));
    choose(".verdict-words select:nth-of-type(2)", "actor");
    assertEquals(
        command + " benign --scope actor",
        eval("document.querySelector('code.verdict-command').textContent"));
    choose(".verdict-words select", "malicious");
    assertEquals(
        command + " malicious", eval("document.querySelector('code.verdict-command').textContent"));
    assertEquals(
        "true", eval("String(document.querySelectorAll('.verdict-words select')[1].hidden)"));
    browser.picture(PICTURES.resolve("verdict-%d.png".formatted(DESKTOP)));
  }

  @Test
  void attacksInEveryTextStayText() throws IOException {
    List<String> attacks =
        List.of(
            "</script><script>document.pwned = 1; alert(1)</script>",
            "<img src=x onerror=\"document.pwned = 1\"><svg onload=alert(1)>",
            "\" autofocus onfocus=\"alert(1)\" x=\"",
            "' style='background: url(http://127.0.0.1:9/a)' onmouseover='alert(1)",
            "javascript:alert(1)",
            "<a href=\"javascript:alert(1)\">x</a><iframe src=\"http://127.0.0.1:9/\"></iframe>",
            "</style><style>body { display: none; background: url(http://127.0.0.1:9/b) }</style>",
            "</title><base href=\"http://127.0.0.1:9/\"><meta http-equiv=refresh content=\"0;url=x\">",
            "<!--<script>--><form action=http://127.0.0.1:9/><input name=__proto__>",
            "${alert(1)} {{data}} {{script}} $& constructor __proto__",
            "\u202Egnp.exe\u2066\u200B\u2028\u0000\u001B[31m");
    for (String attack : attacks) {
      String name = "attack-" + attacks.indexOf(attack);
      Path page = open(name, Nights.attacked(text -> attack + text), DESKTOP);

      browser.hover(".map-plot .mark-point");
      for (String details :
          List.of("#events tbody summary", ".suspects summary", ".flag summary")) {
        browser.click(details);
      }
      browser.click("#events ol.events summary");
      browser.eval("document.querySelector('.cuts').dispatchEvent(new Event('input'))");
      assertEquals(
          "[null,3,0,0,0,1,0]",
          browser
              .eval(
                  """
                  [document.pwned ?? null, document.scripts.length, document.images.length,
                   document.querySelectorAll("iframe, base, form, object, embed, main style").length,
                   document.querySelectorAll("[onerror], [onload], [onfocus], [onmouseover], [style]")
                     .length,
                   document.styleSheets.length,
                   [...document.querySelectorAll("a")].filter(a => !a.hash).length]
                  """)
              .toString(),
          attack);
      assertFalse(
          browser
              .eval("/[\\u202E\\u2066\\u200B\\u2028\\u0000\\u001B]/.test(document.body.innerText)")
              .asBoolean(),
          attack);
      assertEquals(List.of(), browser.errors(), attack);
      assertEquals(List.of(page.toUri().toString()), browser.requests(), attack);
      assertTrue(count(".map-plot .mark-point") > 10, attack);
      assertTrue(count("#events tbody") > 3, attack);
    }
  }

  @Test
  void theEssentialsAreReadWithoutScripts() throws IOException {
    browser.allowScripts(false);
    try {
      open("usual", Nights.usual(), PHONE);
      browser.picture(PICTURES.resolve("no-script-%d.png".formatted(PHONE)));
      browser.allowScripts(true);

      String text = eval("document.body.innerText");
      for (String words :
          List.of(
              "46 events of 9 actors deserve a look.", "never seen for", "beaconing_detector")) {
        assertTrue(text.contains(words), words);
      }
      assertFalse(text.contains("Download as CSV"), "what needs scripts is shown");
      assertFits(PHONE);
    } finally {
      browser.allowScripts(true);
    }
  }

  @Test
  void bigAndQuietNightsAreShownToo() throws IOException {
    open("big", Nights.big(), DESKTOP);
    assertEquals(50, count("#events tbody"));
    browser.click("#events-more button");
    assertEquals(100, count("#events tbody"));
    assertTrue(
        browser.text("#count").contains(" less urgent events are not on this page"),
        browser.text("#count"));
    assertEquals(2, count(".clustering"));
    assertFits(DESKTOP);

    open("quiet", Nights.quiet(), PHONE);
    assertTrue(browser.text(".verdict").startsWith("Nothing deserves a look."));
    assertFits(PHONE);
    browser.picture(PICTURES.resolve("quiet-%d.png".formatted(PHONE)));
    assertEquals(List.of(), browser.errors());
  }

  private static Path open(String name, Report report, int width) throws IOException {
    Path page =
        Path.of(
            new ReportFolder(folder.resolve(name).toString())
                .write(report, new Configuration(false)));
    browser.open(page, width, 900);
    return page;
  }

  private static void assertFits(int width) {
    int needed = browser.eval("document.documentElement.scrollWidth").asInt();
    assertTrue(needed <= width, "the page is %d wide in %d".formatted(needed, width));
  }

  /** Where a line ends between two letters or digits: what stands on both sides. */
  private static List<String> brokenWords(String selector) {
    List<String> broken = new ArrayList<>();
    browser
        .eval(
            """
            [...document.querySelectorAll('%s')].flatMap((element) => {
              const places = [];
              const walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
              for (let node = walk.nextNode(); node; node = walk.nextNode()) {
                const boxOf = (i) => {
                  const range = document.createRange();
                  range.setStart(node, i);
                  range.setEnd(node, i + 1);
                  return range.getBoundingClientRect();
                };
                for (let i = 1; i < node.data.length; i++) {
                  const isWord = /[\\p{L}\\p{N}]{2}/u.test(node.data.slice(i - 1, i + 1));
                  if (isWord && boxOf(i).width > 0 && boxOf(i).top > boxOf(i - 1).top + 5) {
                    places.push(`${node.data.slice(0, i)}|${node.data.slice(i)}`);
                  }
                }
              }
              return places;
            })
            """
                .formatted(selector))
        .forEach(place -> broken.add(place.asText()));
    return broken;
  }

  /** In how many lines the one of these elements stands that has this text. */
  private static int lines(String selector, String text) {
    return browser
        .eval(
            """
            (() => {
              const range = document.createRange();
              range.selectNodeContents(
                [...document.querySelectorAll('%s')].find((e) => e.textContent === '%s'));
              return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size;
            })()
            """
                .formatted(selector, text))
        .asInt();
  }

  private static void choose(String select, String value) {
    browser.eval(
        """
        (() => {
          const select = document.querySelector("%s");
          select.value = "%s";
          select.dispatchEvent(new Event("change"));
        })()
        """
            .formatted(select, value));
  }

  private static String eval(String expression) {
    return browser.eval(expression).asText();
  }

  private static int count(String selector) {
    return browser.eval("document.querySelectorAll('%s').length".formatted(selector)).asInt();
  }

  private static String attribute(String selector, String name) {
    return eval("document.querySelector('%s').getAttribute('%s')".formatted(selector, name));
  }

  private static List<String> texts(String selector) {
    List<String> texts = new ArrayList<>();
    for (JsonNode text :
        browser.eval(
            "[...document.querySelectorAll('%s')].map(e => e.textContent)".formatted(selector))) {
      texts.add(text.asText());
    }
    return texts;
  }

  private static List<String> severities() {
    return texts("#events td[data-label=Severity]");
  }

  private static List<String> actors() {
    return texts("#events th[scope=row] > bdi");
  }

  /** Texts whose contrast with what is behind them is below 4.5 (WCAG 2, AA). */
  private static List<String> faintTexts() {
    JsonNode faint =
        browser.eval(
            """
            (() => {
              const ink = document.createElement("canvas").getContext("2d");
              const rgba = (colour) => {
                ink.clearRect(0, 0, 1, 1);
                ink.fillStyle = colour;
                ink.fillRect(0, 0, 1, 1);
                return [...ink.getImageData(0, 0, 1, 1).data];
              };
              const light = (rgb) => {
                const [r, g, b] = rgb.map((c) => c / 255)
                  .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const behind = (element) => {
                const layers = [];
                for (let e = element; e; e = e.parentElement) {
                  const colour = rgba(getComputedStyle(e).backgroundColor);
                  layers.unshift(colour);
                }
                return layers.reduce(
                  (under, over) => under.map((c, i) => (c * (255 - over[3]) + over[i] * over[3]) / 255),
                  [255, 255, 255]);
              };
              const faint = new Set();
              for (const element of document.querySelectorAll("body *")) {
                const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
                if (!own || element.closest("script, svg, option, .sr, .skip") || !element.checkVisibility()) {
                  continue;
                }
                const a = light(rgba(getComputedStyle(element).color).slice(0, 3));
                const b = light(behind(element));
                const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                if (contrast < 4.5) {
                  faint.add(`${element.tagName}.${element.className} ${contrast.toFixed(2)}`);
                }
              }
              return [...faint];
            })()
            """);
    List<String> texts = new ArrayList<>();
    faint.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
