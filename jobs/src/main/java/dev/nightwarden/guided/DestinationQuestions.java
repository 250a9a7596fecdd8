package dev.nightwarden.guided;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Asks where findings are to go; each answer is held against what a run would take. */
record DestinationQuestions(Conversation talk, WishedDestinations wished, Drafts drafts) {
  private static final String NONE = "none";

  /** In the order of their numbers. */
  private enum Place {
    CSV,
    PAGES,
    POSTGRES,
    SLACK,
    MAIL,
    WEBHOOK,
    OPENSEARCH
  }

  /** An answer that will not do, and why. */
  private static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    Unfit(String why) {
      super(why, null, false, false);
    }
  }

  /** What an answer means. */
  private interface Meaning<T> {
    T of(String answer) throws Unfit;
  }

  /**
   * Asks for all of it.
   *
   * @param folder of the deployment's own files
   */
  Destinations ask(String folder) {
    String csv = wished.csv() == null ? folder + "/alerts.csv" : wished.csv();
    String report = wished.report() == null ? folder + "/report" : wished.report();
    Set<Place> places = places(csv, report);
    List<Outlet> outlets = new ArrayList<>();
    if (places.contains(Place.CSV)) {
      outlets.add(new Outlet("csv", List.of(), keys("csv", Map.of("filename", csv))));
    }
    Destinations.Postgres database = places.contains(Place.POSTGRES) ? postgres() : null;
    if (database != null) {
      outlets.add(new Outlet("postgres", List.of(), keys("postgres", Map.of())));
    }
    add(outlets, places.contains(Place.SLACK) ? slack() : null);
    add(outlets, places.contains(Place.MAIL) ? mail() : null);
    add(outlets, places.contains(Place.WEBHOOK) ? webhook() : null);
    add(outlets, places.contains(Place.OPENSEARCH) ? openSearch() : null);
    return new Destinations(outlets, database, places.contains(Place.PAGES) ? report : null);
  }

  private static void add(List<Outlet> outlets, Outlet outlet) {
    if (outlet != null) {
      outlets.add(outlet);
    }
  }

  private Set<Place> places(String csv, String report) {
    if (!wished.isNone()) {
      return wishedPlaces();
    }
    if (!talk.isAttended()) {
      return EnumSet.of(Place.CSV, Place.PAGES);
    }
    talk.say("");
    talk.say("Findings can go to  1  a csv file, " + csv);
    talk.say("                    2  pages to read, in " + report);
    talk.say("                    3  a table in PostgreSQL");
    talk.say("                    4  a channel of Slack");
    talk.say("                    5  mail");
    talk.say("                    6  a webhook, which gets each as JSON");
    talk.say("                    7  OpenSearch or Elasticsearch");
    return asked(
        "Where are they to go? Numbers, such as 1,2,4",
        null,
        "1,2",
        null,
        DestinationQuestions::chosen);
  }

  private static Set<Place> chosen(String answer) throws Unfit {
    Set<Place> places = EnumSet.noneOf(Place.class);
    for (String number : answer.strip().split("[,\\s]+", -1)) {
      if (!number.matches("[1-7]")) {
        throw new Unfit("numbers from 1 to 7, please, with commas between them");
      }
      places.add(Place.values()[Integer.parseInt(number) - 1]);
    }
    return places;
  }

  private Set<Place> wishedPlaces() {
    Map<Place, Boolean> all = new LinkedHashMap<>();
    all.put(Place.CSV, wished.csv() != null);
    all.put(Place.PAGES, wished.report() != null);
    all.put(Place.POSTGRES, wished.postgres() != null);
    all.put(Place.SLACK, wished.slack() != null);
    all.put(Place.MAIL, !wished.mailTo().isEmpty());
    all.put(Place.WEBHOOK, wished.isWebhook());
    all.put(Place.OPENSEARCH, wished.openSearch() != null);
    all.values().removeIf(isWished -> !isWished);
    return all.keySet();
  }

  private Destinations.Postgres postgres() {
    Destinations.Postgres database =
        asked(
            "Which database? USER@HOST/NAME",
            "--postgres",
            "nightwarden@localhost/nightwarden",
            wished.postgres(),
            DestinationQuestions::postgres);
    if (database != null) {
      tell(List.of(Secret.POSTGRES_PASSWORD));
    }
    return database;
  }

  /**
   * Reads {@code USER@HOST/NAME}; a password in it would land in a file, so there is no place for
   * one.
   */
  static Destinations.Postgres postgres(String text) throws Unfit {
    int at = text.lastIndexOf('@');
    int slash = text.indexOf('/', at + 1);
    boolean isWhole = at > 0 && slash > at + 1 && slash < text.length() - 1;
    if (!isWhole || text.substring(0, at).contains(":") || text.contains(" ")) {
      throw new Unfit(
          "takes USER@HOST/NAME, such as nightwarden@db.example.com/security, without a password:"
              + " that is read from the environment variable "
              + Secret.POSTGRES_PASSWORD);
    }
    return new Destinations.Postgres(
        text.substring(at + 1, slash), text.substring(slash + 1), text.substring(0, at));
  }

  private Outlet slack() {
    return told(
        asked(
            "Which channel of Slack? Its ID, at the end of its details, or its #name",
            "--slack",
            "#security",
            wished.slack(),
            answer -> {
              if (answer.startsWith("xox")) {
                throw new Unfit(
                    "that is a token, which is read from the environment variable "
                        + Secret.SLACK_BOT_TOKEN
                        + "; this is about the channel");
              }
              Map<String, Object> keys = new LinkedHashMap<>();
              keys.put("token", Secret.SLACK_BOT_TOKEN);
              keys.put("channel", answer);
              return fit(notifier("slack", "slack", keys));
            }));
  }

  private Outlet mail() {
    String local = "nightwarden@localhost";
    List<String> to =
        asked(
            "To whom are mails to go? Addresses, with commas between them",
            "--mail",
            null,
            wished.mailTo().isEmpty() ? null : String.join(",", wished.mailTo()),
            answer -> {
              List<String> addresses = List.of(answer.strip().split("\\s*,\\s*", -1));
              fit(mail(addresses, local, "localhost"));
              return addresses;
            });
    if (to == null) {
      return null;
    }
    String first = to.get(0);
    String domain = first.substring(first.lastIndexOf('@') + 1).replaceFirst(">$", "");
    String from =
        asked(
            "From which address?",
            "--mail-from",
            "nightwarden@" + domain,
            fallback(wished.mailFrom(), "nightwarden@" + domain),
            answer -> {
              fit(mail(to, answer, "localhost"));
              return answer;
            });
    if (from == null) {
      return null;
    }
    return told(
        asked(
            "By which mail server? [USER@]HOST[:PORT]",
            "--mail-server",
            "localhost:25",
            fallback(wished.mailServer(), "localhost:25"),
            answer -> fit(mail(to, from, answer))));
  }

  /** What is not said of mails that the command line asks for is not asked for either. */
  private String fallback(String wish, String otherwise) {
    return wish == null && !wished.mailTo().isEmpty() ? otherwise : wish;
  }

  private static Outlet mail(List<String> to, String from, String server) throws Unfit {
    int at = server.lastIndexOf('@');
    String user = at < 0 ? null : server.substring(0, at);
    String rest = server.substring(at + 1);
    int colon = rest.lastIndexOf(':');
    String host = colon < 0 ? rest : rest.substring(0, colon);
    String port = colon < 0 ? null : rest.substring(colon + 1);
    if (host.isEmpty()
        || (port != null && !port.matches("\\d{1,5}"))
        || (user != null && (user.isEmpty() || user.contains(":")))) {
      throw new Unfit(
          "takes [USER@]HOST[:PORT], such as nightwarden@example.com@smtp.example.com:587, without"
              + " a password: that is read from the environment variable "
              + Secret.SMTP_PASSWORD);
    }
    boolean isHere = host.equals("localhost") || host.startsWith("127.");
    int number = port == null ? (isHere ? 25 : 587) : Integer.parseInt(port);
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("host", host);
    keys.put("port", number);
    keys.put("security", number == 465 ? "tls" : isHere && number != 587 ? "none" : "starttls");
    if (user != null) {
      keys.put("user", user);
      keys.put("password", Secret.SMTP_PASSWORD);
    }
    keys.put("from", from);
    keys.put("to", to);
    return notifier("mail", "email", keys);
  }

  private Outlet webhook() {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("url", Secret.WEBHOOK_URL);
    boolean isSigned =
        Boolean.TRUE.equals(
            asked(
                "Sign what is posted to the webhook, so that it knows who posts? (yes or no)",
                "--webhook",
                "no",
                wished.isWebhook() ? "no" : null,
                answer -> {
                  if (!answer.matches("(?i)y|yes|n|no")) {
                    throw new Unfit("yes or no, please");
                  }
                  return answer.matches("(?i)y|yes");
                }));
    if (isSigned) {
      keys.put("secret", Secret.WEBHOOK_SECRET);
    }
    return told(notifier("webhook", "webhook", keys));
  }

  private Outlet openSearch() {
    return told(
        asked(
            "Where is OpenSearch? https://[USER@]HOST[:PORT]",
            "--opensearch",
            "https://localhost:9200",
            wished.openSearch(),
            DestinationQuestions.this::openSearch));
  }

  private Outlet openSearch(String address) throws Unfit {
    int from = address.indexOf("://") + 3;
    int at = address.lastIndexOf('@');
    String user = at < from ? null : address.substring(from, at);
    if (from < 3 || (user != null && (user.isEmpty() || user.contains(":")))) {
      throw new Unfit(
          "takes https://[USER@]HOST[:PORT], such as https://nightwarden@search.example.com:9200,"
              + " without a password: that is read from the environment variable "
              + Secret.SEARCH_PASSWORD);
    }
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put(
        "url", user == null ? address : address.substring(0, from) + address.substring(at + 1));
    if (user != null) {
      keys.put("user", user);
      keys.put("password", Secret.SEARCH_PASSWORD);
    }
    return fit(new Outlet("search", List.of(), keys("opensearch", keys)));
  }

  private static Outlet notifier(String name, String type, Map<String, Object> keys) {
    return new Outlet(
        name,
        List.of("Its first run tells nobody of what it finds, unless asked with --notify."),
        keys(type, keys));
  }

  private static Map<String, Object> keys(String type, Map<String, Object> others) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("type", type);
    keys.putAll(others);
    return keys;
  }

  /** The same, if a run would take it. */
  private Outlet fit(Outlet outlet) throws Unfit {
    String refusal = drafts.refusal(outlet);
    if (refusal != null) {
      throw new Unfit(refusal);
    }
    return outlet;
  }

  private Outlet told(Outlet outlet) {
    if (outlet != null) {
      tell(outlet.secrets());
    }
    return outlet;
  }

  private void tell(List<Secret> secrets) {
    secrets.forEach(
        secret ->
            talk.say("  set the environment variable %s: %s".formatted(secret, secret.meaning())));
  }

  /**
   * Asks until the answer will do.
   *
   * @param option that says the same
   * @param wish what it says; null: it is asked for
   * @return null where none is wanted
   */
  private <T> T asked(
      String question, String option, String fallback, String wish, Meaning<T> meaning) {
    while (true) {
      String answer = wish == null ? talk.ask(question, fallback) : wish;
      if (wish == null && answer.equals(NONE)) {
        return null;
      }
      try {
        return meaning.of(answer);
      } catch (Unfit unfit) {
        // Without the answer, which may hold a secret.
        if (wish != null || !talk.isAttended()) {
          throw new IllegalArgumentException(option + " " + unfit.getMessage(), unfit);
        }
        talk.say("  " + unfit.getMessage());
      }
    }
  }
}
