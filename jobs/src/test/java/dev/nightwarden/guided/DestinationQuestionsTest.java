package dev.nightwarden.guided;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nightwarden.app.Config;
import dev.nightwarden.config.Registry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where findings go: what is asked, what is proposed, and what is written of it. */
class DestinationQuestionsTest {
  private static final Drafts DRAFTS = new Drafts(Registry.load(), Map.of());

  private static Destinations asked(ScriptedConversation talk) {
    return new DestinationQuestions(talk, WishedDestinations.NONE, DRAFTS).ask("out/nw");
  }

  private static Destinations wished(WishedDestinations wished) {
    return new DestinationQuestions(new ScriptedConversation(false), wished, DRAFTS).ask("out/nw");
  }

  /** The config of these destinations, read as a run would read it. */
  private static String yaml(Destinations destinations) {
    String yaml = new ConfigText("my.yml", "out", List.of(), null, null, destinations).yaml();
    String whole =
        yaml.replace("transports:\n", "transports: {a: {path: a, time: t}}\n")
            .replace("profiles:\n", "profiles: {a: {actor: a, fields: {a: {type: single}}}}\n");
    Config read = DRAFTS.read("my.yml", whole).config();
    assertEquals(destinations.outlets().size(), read.shippers().size());
    return yaml;
  }

  @Test
  void enterIsACsvFileAndPages() {
    ScriptedConversation talk = new ScriptedConversation(true);

    Destinations destinations = asked(talk);

    assertEquals("out/nw/report", destinations.report());
    assertEquals(List.of(), destinations.secrets());
    assertTrue(
        yaml(destinations).contains("  csv: {type: csv, filename: out/nw/alerts.csv}\n"),
        () -> yaml(destinations));
    assertEquals(List.of("Where are they to go? Numbers, such as 1,2,4"), talk.asked, talk::text);
  }

  @Test
  void everyPlaceTakesEnterAndSaysWhichVariablesToSet() {
    ScriptedConversation talk =
        new ScriptedConversation(
            true, "1 2,3,4,5,6,7", "", "", "soc@example.com, ada@example.com", "", "", "yes", "");

    Destinations destinations = asked(talk);

    assertEquals(
        List.of(
            Secret.POSTGRES_PASSWORD,
            Secret.SLACK_BOT_TOKEN,
            Secret.WEBHOOK_URL,
            Secret.WEBHOOK_SECRET),
        destinations.secrets());
    for (Secret secret : destinations.secrets()) {
      assertTrue(talk.text().contains("set the environment variable " + secret + ": "), talk::text);
    }
    String yaml = yaml(destinations);
    assertTrue(yaml.contains("  password: \"${POSTGRES_PASSWORD}\"\n"), yaml);
    assertTrue(
        yaml.contains(
            """
              # export SLACK_BOT_TOKEN: the bot token (xoxb-...) of an app with the scope chat:write.
              # Its first run tells nobody of what it finds, unless asked with --notify.
              slack:
                type: slack
                token: "${SLACK_BOT_TOKEN}"
                channel: "#security"
            """),
        yaml);
    assertTrue(
        yaml.contains(
            """
              mail:
                type: email
                host: localhost
                port: 25
                security: none
                from: "nightwarden@example.com"
                to: ["soc@example.com", "ada@example.com"]
            """),
        yaml);
    assertTrue(
        yaml.contains(
            "  webhook:\n    type: webhook\n    url: \"${WEBHOOK_URL}\"\n    secret: \"${WEBHOOK_SECRET}\"\n"),
        yaml);
    assertTrue(
        yaml.contains("  search: {type: opensearch, url: \"https://localhost:9200\"}\n"), yaml);
  }

  @Test
  void whatARunWouldRefuseIsAskedForAgainAndNoneLeavesAPlaceOut() {
    ScriptedConversation talk =
        new ScriptedConversation(
            true,
            "8",
            "4,5,7",
            "xoxb-1-secret",
            "C0123ABCDEF",
            "soc",
            "soc@example.com",
            "",
            "jo:secret@smtp.example.com",
            "jo@example.com@smtp.example.com:465",
            "http://search.example.com",
            "none");

    Destinations destinations = asked(talk);

    assertTrue(talk.text().contains("numbers from 1 to 7, please"), talk::text);
    assertTrue(talk.text().contains("that is a token, which is read from"), talk::text);
    assertTrue(talk.text().contains("to is soc, not a mail address"), talk::text);
    assertTrue(talk.text().contains("takes [USER@]HOST[:PORT], such as"), talk::text);
    assertTrue(
        talk.text().contains("which everybody on the way can read and change; write https"),
        talk::text);
    String yaml = yaml(destinations);
    assertTrue(yaml.contains("    channel: C0123ABCDEF\n"), yaml);
    assertTrue(
        yaml.contains(
            "    security: tls\n    user: \"jo@example.com\"\n    password: \"${SMTP_PASSWORD}\"\n"),
        yaml);
    assertFalse(yaml.contains("secret@") || yaml.contains("xoxb-1") || yaml.contains("search:"));
    assertNull(destinations.report());
  }

  @Test
  void optionsSayTheSameAndAreNotAskedFor() {
    Destinations destinations =
        wished(
            new WishedDestinations(
                null,
                null,
                "nw@db.example.com/security",
                "#soc",
                List.of("soc@example.com"),
                null,
                null,
                true,
                "https://nw@search.example.com:9200"));

    assertEquals(
        List.of("postgres", "slack", "mail", "webhook", "search"),
        destinations.outlets().stream().map(Outlet::name).toList());
    assertEquals(
        new Destinations.Postgres("db.example.com", "security", "nw"), destinations.database());
    assertTrue(destinations.secrets().contains(Secret.SEARCH_PASSWORD));
    assertNull(destinations.report());
    yaml(destinations);
  }

  @Test
  void anOptionThatHoldsAPasswordIsRefusedWithoutShowingIt() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                wished(
                    new WishedDestinations(
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        null,
                        null,
                        false,
                        "https://nw:hunter2@search.example.com")));

    assertTrue(
        refused.getMessage().startsWith("--opensearch takes https://[USER@]HOST[:PORT]"),
        refused::getMessage);
    assertFalse(refused.getMessage().contains("hunter2"), refused::getMessage);
    assertEquals(
        "--mail-from and --mail-server go with --mail, which says to whom",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new WishedDestinations(
                        null, null, null, null, null, "a@example.com", null, false, null))
            .getMessage());
  }
}
