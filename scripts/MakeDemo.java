import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes the demo's login logs: March 2025 at Larkfield, a company that does not exist.
 *
 * <p>{@code java scripts/MakeDemo.java [FOLDER [SEED]]}, by default {@code test-data 20250301}.
 * Equal seeds give equal bytes. Writes {@code logins/2025-03-DD.json} (one login a line, files by
 * UTC date), {@code incidents.csv} (what was planted) and {@code geoip/networks.csv} (where the
 * addresses are). Addresses and AS numbers are from the ranges set aside for documentation.
 */
public final class MakeDemo {
  private static final LocalDate FIRST = LocalDate.of(2025, 3, 1);
  private static final LocalDate LAST = LocalDate.of(2025, 3, 31);

  /** This day's file ends in the middle of a line, as after a full disk: one reject. */
  private static final LocalDate TRUNCATED = LocalDate.of(2025, 3, 19);

  /** Nobody logs in twice within this time but for typos and intruders. */
  private static final int MIN_GAP_SECONDS = 100;

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private static final String SCRIPT = "<script>alert(\"lunch menu\")</script>";
  private static final String FORMULA = "=cmd|' /C calc'!A0";

  // ---------------------------------------------------------------- places and networks

  record Place(
      String city,
      String subdivision,
      String countryCode,
      String country,
      String continent,
      double latitude,
      double longitude) {}

  /** A network; {@code hosts} makes an address of it from a number. */
  record Network(String name, String cidr, Place place, int asn, String owner) {
    String address(int host) {
      String base = cidr.substring(0, cidr.indexOf('/'));
      if (base.contains(":")) {
        return base + Integer.toHexString(host + 1);
      }
      String[] parts = base.split("\\.");
      long number = 0;
      for (String part : parts) {
        number = number * 256 + Integer.parseInt(part);
      }
      int bits = 32 - Integer.parseInt(cidr.substring(cidr.indexOf('/') + 1));
      number += 1 + Math.floorMod(host, (1 << bits) - 2);
      return (number >> 24)
          + "."
          + (number >> 16 & 255)
          + "."
          + (number >> 8 & 255)
          + "."
          + (number & 255);
    }
  }

  private static final Map<String, Place> PLACES = new LinkedHashMap<>();
  private static final Map<String, Network> NETWORKS = new LinkedHashMap<>();

  static {
    place(
        "Link\u00F6ping",
        "\u00D6sterg\u00F6tland County",
        "SE",
        "Sweden",
        "Europe",
        58.4109,
        15.6216);
    place(
        "Norrk\u00F6ping",
        "\u00D6sterg\u00F6tland County",
        "SE",
        "Sweden",
        "Europe",
        58.5942,
        16.1826);
    place(
        "V\u00E4ster\u00E5s",
        "V\u00E4stmanland County",
        "SE",
        "Sweden",
        "Europe",
        59.6162,
        16.5528);
    place("Stockholm", "Stockholm County", "SE", "Sweden", "Europe", 59.3293, 18.0686);
    place("London", "England", "GB", "United Kingdom", "Europe", 51.5074, -0.1278);
    place("Cambridge", "England", "GB", "United Kingdom", "Europe", 52.2053, 0.1218);
    place("Halifax", "Nova Scotia", "CA", "Canada", "North America", 44.6488, -63.5752);
    place("Toronto", "Ontario", "CA", "Canada", "North America", 43.6532, -79.3832);
    place("Singapore", "", "SG", "Singapore", "Asia", 1.3521, 103.8198);
    place("Frankfurt am Main", "Hesse", "DE", "Germany", "Europe", 50.1109, 8.6821);
    place("Berlin", "Land Berlin", "DE", "Germany", "Europe", 52.52, 13.405);
    place("Amsterdam", "North Holland", "NL", "Netherlands", "Europe", 52.3676, 4.9041);
    place("Dublin", "Leinster", "IE", "Ireland", "Europe", 53.3498, -6.2603);
    place("Lima", "Lima Province", "PE", "Peru", "South America", -12.0464, -77.0428);
    place("Auckland", "Auckland", "NZ", "New Zealand", "Oceania", -36.8485, 174.7633);
    place("Reykjav\u00EDk", "Capital Region", "IS", "Iceland", "Europe", 64.1466, -21.9426);

    network("office-linkoping", "192.0.2.0/26", "Link\u00F6ping", 64496, "Larkfield AB");
    network("office-london", "192.0.2.64/26", "London", 64496, "Larkfield Ltd");
    network("office-halifax", "192.0.2.128/26", "Halifax", 64496, "Larkfield Canada Inc");
    network("office-singapore", "192.0.2.192/27", "Singapore", 64496, "Larkfield Pte Ltd");
    network("datacentre", "192.0.2.224/28", "Frankfurt am Main", 64497, "Kernhaus Hosting GmbH");

    network("home-linkoping", "198.51.100.0/26", "Link\u00F6ping", 64498, "Roxen Bredband AB");
    network("home-norrkoping", "198.51.100.64/28", "Norrk\u00F6ping", 64498, "Roxen Bredband AB");
    network("home-vasteras", "198.51.100.80/28", "V\u00E4ster\u00E5s", 64498, "Roxen Bredband AB");
    network(
        "home-stockholm", "198.51.100.96/27", "Stockholm", 64499, "Riddarfj\u00E4rden Fiber AB");
    network("home-london", "198.51.100.128/26", "London", 64500, "Thamesmead Broadband plc");
    network("home-cambridge", "198.51.100.192/28", "Cambridge", 64500, "Thamesmead Broadband plc");
    network("home-halifax", "198.51.100.208/28", "Halifax", 64501, "Chebucto Cable Inc");
    network("home-singapore", "198.51.100.224/27", "Singapore", 64502, "Merlion Fibre Pte Ltd");

    network("hotel-berlin", "203.0.113.0/27", "Berlin", 64503, "Innkeeper Wifi GmbH");
    network("hotel-amsterdam", "203.0.113.32/27", "Amsterdam", 64503, "Innkeeper Wifi GmbH");
    network("hotel-dublin", "203.0.113.64/27", "Dublin", 64503, "Innkeeper Wifi GmbH");
    network("hotel-toronto", "203.0.113.96/27", "Toronto", 64503, "Innkeeper Wifi GmbH");
    network("hotel-stockholm", "203.0.113.128/28", "Stockholm", 64503, "Innkeeper Wifi GmbH");
    network("hotel-london", "203.0.113.144/28", "London", 64503, "Innkeeper Wifi GmbH");
    network("lima", "203.0.113.160/28", "Lima", 64504, "Miraflores Telecom SA");
    network("auckland", "203.0.113.176/28", "Auckland", 64505, "Waitemata Hosting Ltd");
    network(
        "reykjavik", "203.0.113.192/28", "Reykjav\u00EDk", 64506, "Faxafl\u00F3i Datacenter ehf");
    network(
        "hosting-halifax", "203.0.113.208/28", "Halifax", 64507, "Bluenose Virtual Servers Inc");
    // 203.0.113.224/27 is left out on purpose: nobody knows where it is.

    network("mobile-linkoping", "100.64.0.0/18", "Link\u00F6ping", 64508, "Nordsken Mobil AB");
    network("mobile-stockholm", "100.65.0.0/18", "Stockholm", 64508, "Nordsken Mobil AB");
    network("mobile-london", "100.64.64.0/18", "London", 64509, "Albion Mobile plc");
    network("mobile-halifax", "100.64.128.0/18", "Halifax", 64510, "Fundy Wireless Inc");
    network("mobile-singapore", "100.64.192.0/18", "Singapore", 64511, "Temasek Roaming Pte Ltd");

    network("v6-linkoping", "2001:db8:10::/48", "Link\u00F6ping", 64498, "Roxen Bredband AB");
    network("v6-london", "2001:db8:20::/48", "London", 64500, "Thamesmead Broadband plc");
    network("v6-halifax", "2001:db8:30::/48", "Halifax", 64501, "Chebucto Cable Inc");
  }

  private static void place(
      String city,
      String subdivision,
      String code,
      String country,
      String continent,
      double lat,
      double lon) {
    PLACES.put(city, new Place(city, subdivision, code, country, continent, lat, lon));
  }

  private static void network(String name, String cidr, String city, int asn, String owner) {
    NETWORKS.put(name, new Network(name, cidr, PLACES.get(city), asn, owner));
  }

  // ---------------------------------------------------------------- devices

  /** What a login says of the device; the version goes into the user agent only. */
  enum Device {
    WINDOWS_EDGE(
        "Windows 11",
        "Edge",
        "Windows NT 10.0; Win64; x64",
        "Chrome/%1$d.0.0.0 Safari/537.36 Edg/%1$d.0.0.0"),
    WINDOWS_CHROME(
        "Windows 11", "Chrome", "Windows NT 10.0; Win64; x64", "Chrome/%d.0.0.0 Safari/537.36"),
    WINDOWS_FIREFOX(
        "Windows 11", "Firefox", "Windows NT 10.0; Win64; x64; rv:%1$d.0", "Firefox/%1$d.0"),
    WINDOWS10_CHROME(
        "Windows 10", "Chrome", "Windows NT 10.0; Win64; x64", "Chrome/%d.0.0.0 Safari/537.36"),
    WINDOWS10_OPERA(
        "Windows 10",
        "Opera",
        "Windows NT 10.0; Win64; x64",
        "Chrome/%d.0.0.0 Safari/537.36 OPR/117.0"),
    MAC_SAFARI(
        "macOS", "Safari", "Macintosh; Intel Mac OS X 10_15_7", "Version/18.3 Safari/605.1.15"),
    MAC_CHROME(
        "macOS", "Chrome", "Macintosh; Intel Mac OS X 10_15_7", "Chrome/%d.0.0.0 Safari/537.36"),
    LINUX_FIREFOX("Linux", "Firefox", "X11; Linux x86_64; rv:%1$d.0", "Firefox/%1$d.0"),
    LINUX_CHROME("Linux", "Chrome", "X11; Linux x86_64", "Chrome/%d.0.0.0 Safari/537.36"),
    IPHONE(
        "iOS",
        "Safari",
        "iPhone; CPU iPhone OS 18_3 like Mac OS X",
        "Version/18.3 Mobile/15E148 Safari/604.1"),
    IPAD(
        "iPadOS",
        "Safari",
        "iPad; CPU OS 18_3 like Mac OS X",
        "Version/18.3 Mobile/15E148 Safari/604.1"),
    ANDROID("Android", "Chrome", "Linux; Android 10; K", "Chrome/%d.0.0.0 Mobile Safari/537.36"),
    SCRIPT("Linux", "none", null, "python-requests/2.32.3");

    final String os;
    final String browser;
    private final String platform;
    private final String product;

    Device(String os, String browser, String platform, String product) {
      this.os = os;
      this.browser = browser;
      this.platform = platform;
      this.product = product;
    }

    /**
     * @param upgraded whether this person's browser already had its update of the month
     */
    String userAgent(boolean upgraded) {
      if (platform == null) {
        return product;
      }
      int version = (browser.equals("Firefox") ? 135 : 133) + (upgraded ? 1 : 0);
      String engine =
          switch (browser) {
            case "Firefox" -> " Gecko/20100101 ";
            case "Safari" -> " AppleWebKit/605.1.15 (KHTML, like Gecko) ";
            default -> " AppleWebKit/537.36 (KHTML, like Gecko) ";
          };
      return ("Mozilla/5.0 (" + platform + ")" + engine + product).formatted(version);
    }
  }

  // ---------------------------------------------------------------- people

  private static final Map<String, List<String>> APPLICATIONS =
      Map.of(
          "engineering",
              List.of("source-control", "ci", "tracker", "cloud-console", "logs", "wiki"),
          "finance", List.of("ledger", "invoices", "expenses", "payroll", "bank-portal", "wiki"),
          "support",
              List.of("tickets", "crm", "phone-system", "knowledge-base", "remote-assist", "wiki"));
  private static final List<String> EVERYBODY = List.of("mail", "chat", "calendar");

  /** Away from {@code from} to {@code to}, both included, in a hotel. */
  record Trip(LocalDate from, LocalDate to, String hotel) {}

  /** One account and its habits. The fields below the first five are what may differ. */
  static final class Person {
    final String user;
    final String department;
    final ZoneId zone;
    final Random random;
    final int number;
    final Map<String, Integer> applications = new LinkedHashMap<>();
    String office;
    String home;
    String mobile;
    Device desk;
    Device phone;
    double inOffice = 0.7;
    double onPhone = 0.12;
    double onWeekends = 0.15;
    double busy = 1.9;
    int starts = 8;
    int hours = 9;
    Set<DayOfWeek> days =
        Set.of(
            DayOfWeek.MONDAY,
            DayOfWeek.TUESDAY,
            DayOfWeek.WEDNESDAY,
            DayOfWeek.THURSDAY,
            DayOfWeek.FRIDAY);
    String mfa;
    LocalDate joins = FIRST;
    LocalDate leaves = LAST.plusDays(2);
    LocalDate moves = LAST.plusDays(2);
    String newHome;
    LocalDate getsDevice = LAST.plusDays(2);
    Device newDesk;
    int upgrades;
    final List<Trip> trips = new ArrayList<>();

    Person(String user, String department, String zone, int number, long seed) {
      this.user = user;
      this.department = department;
      this.zone = ZoneId.of(zone);
      this.number = number;
      this.random = new Random(seed * 1_000_003L + number * 7919L);
      this.upgrades = 4 + random.nextInt(20);
      String[] methods = {"push", "push", "push", "totp", "security-key"};
      this.mfa = methods[random.nextInt(methods.length)];
      int[] weights = {30, 22, 16, 12, 8};
      List<String> own = new ArrayList<>(APPLICATIONS.get(department));
      Collections.shuffle(own, random);
      int count = 3 + random.nextInt(2);
      for (int i = 0; i < count; i++) {
        applications.put(own.get(i), weights[i]);
      }
      applications.put("mail", 20);
      applications.put("chat", 18);
      applications.put("calendar", 10);
    }

    Device desk(LocalDate date) {
      return date.isBefore(getsDevice) ? desk : newDesk;
    }

    String home(LocalDate date) {
      return date.isBefore(moves) ? home : newHome;
    }
  }

  /** One login, as it will be written. */
  static final class Login {
    Instant time;
    Person person;
    String application;
    String outcome = "success";
    String ip;
    Place place;
    Device device;
    String userAgent;
    String mfa;
    String incident;
    String id;

    String json() {
      StringBuilder out = new StringBuilder("{");
      add(out, "id", id);
      add(out, "time", MILLIS.format(time));
      add(out, "user", person.user);
      add(out, "department", person.department);
      add(out, "application", application);
      add(out, "outcome", outcome);
      add(out, "ip", ip);
      add(out, "city", place == null ? null : place.city());
      add(out, "country", place == null ? null : place.countryCode());
      add(out, "os", device.os);
      add(out, "browser", device.browser);
      add(out, "user_agent", userAgent);
      add(out, "mfa", mfa);
      return out.append('}').toString();
    }

    private static void add(StringBuilder out, String key, String value) {
      if (value == null) {
        return;
      }
      if (out.length() > 1) {
        out.append(',');
      }
      out.append('"').append(key).append("\":\"");
      out.append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }
  }

  record Incident(String id, String kind, String user, String detector, String story) {}

  // ---------------------------------------------------------------- the month

  private final long seed;
  private final Map<String, Person> people = new LinkedHashMap<>();
  private final List<Login> logins = new ArrayList<>();
  private final List<Incident> incidents = new ArrayList<>();

  private MakeDemo(long seed) {
    this.seed = seed;
  }

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args.length > 0 ? args[0] : "test-data");
    MakeDemo demo = new MakeDemo(args.length > 1 ? Long.parseLong(args[1]) : 20250301L);
    demo.hire();
    demo.people.values().forEach(demo::live);
    demo.runBackups();
    demo.plantHarmlessText();
    demo.plantIncidents();
    demo.number();
    demo.write(folder);
  }

  private void hire() {
    for (String user :
        names(
            "zo\u00EB.\u00E5ngstr\u00F6m freja.lindqvist oskar.nyberg "
                + "tuva.sandell elif.kaya marek.dvorak jonas.brandt priya.raman "
                + "\u674E.wei hedda.lund samir.haddad greta.olin viktor.ek "
                + "noor.rahimi linnea.berg")) {
      Person p =
          hire(
              user,
              "engineering",
              "Europe/Stockholm",
              "office-linkoping",
              "home-linkoping",
              "mobile-linkoping");
      p.desk =
          pick(p, Device.LINUX_FIREFOX, Device.LINUX_CHROME, Device.MAC_CHROME, Device.MAC_SAFARI);
      p.starts = 8;
    }
    for (String user :
        names(
            "niamh.o'sullivan amelia.hart rupert.finch chidi.okafor "
                + "imogen.wells tomasz.zielinski harriet.moss dev.patel "
                + "beatriz.costa callum.reid sadia.khan owen.price")) {
      Person p =
          hire(user, "finance", "Europe/London", "office-london", "home-london", "mobile-london");
      p.desk = pick(p, Device.WINDOWS_EDGE, Device.WINDOWS_CHROME, Device.WINDOWS_EDGE);
      p.starts = 9;
    }
    for (String user :
        names(
            "nora.macleod \u00E9tienne.gagnon jaya.menon wyatt.doyle "
                + "keisha.brown luc.boudreau ada.fraser")) {
      hire(user, "support", "America/Halifax", "office-halifax", "home-halifax", "mobile-halifax");
    }
    for (String user : names("mei.tan arif.rahman grace.lim kumar.nair siti.yusof")) {
      hire(
          user,
          "support",
          "Asia/Singapore",
          "office-singapore",
          "home-singapore",
          "mobile-singapore");
    }
    for (String user : names("femi.adeyemi poppy.clarke hugo.marsh")) {
      hire(user, "support", "Europe/London", "office-london", "home-london", "mobile-london");
    }
    // Support works in shifts; some of them over the weekend.
    List<Integer> shifts = List.of(6, 14, 8, 7, 13, 6, 9);
    int turn = 0;
    for (Person p : people.values()) {
      if (p.department.equals("support")) {
        p.desk = pick(p, Device.WINDOWS_CHROME, Device.WINDOWS_EDGE, Device.WINDOWS10_CHROME);
        p.starts = shifts.get(turn % shifts.size());
        p.hours = 8;
        if (turn % 5 == 2) {
          p.days =
              Set.of(
                  DayOfWeek.WEDNESDAY,
                  DayOfWeek.THURSDAY,
                  DayOfWeek.FRIDAY,
                  DayOfWeek.SATURDAY,
                  DayOfWeek.SUNDAY);
        }
        turn++;
      }
    }

    // Who is unlike the others, and innocent.
    person("tuva.sandell").home = "home-norrkoping";
    person("greta.olin").home = "home-stockholm";
    person("greta.olin").mobile = "mobile-stockholm";
    person("greta.olin").inOffice = 0.0;
    person("sadia.khan").home = "home-cambridge";
    person("sadia.khan").inOffice = 0.5;
    person("elif.kaya").home = "v6-linkoping";
    person("dev.patel").home = "v6-london";
    person("ada.fraser").home = "v6-halifax";

    Person mover = person("hedda.lund");
    mover.home = "home-norrkoping";
    mover.inOffice = 0.5;
    mover.moves = day(15);
    mover.newHome = "home-vasteras";

    Person joiner = person("linnea.berg");
    joiner.joins = day(13);
    joiner.inOffice = 1.0;

    Person contractor = person("marek.dvorak");
    contractor.leaves = day(8);
    contractor.applications.put("source-control", 30);
    contractor.desk = Device.LINUX_FIREFOX;
    contractor.phone = null;

    person("oskar.nyberg").desk = Device.WINDOWS10_CHROME;
    person("oskar.nyberg").getsDevice = day(12);
    person("oskar.nyberg").newDesk = Device.WINDOWS_CHROME;
    person("harriet.moss").desk = Device.WINDOWS_CHROME;
    person("harriet.moss").getsDevice = day(20);
    person("harriet.moss").newDesk = Device.WINDOWS_FIREFOX;

    person("priya.raman").trips.add(new Trip(day(10), day(12), "hotel-berlin"));
    person("jonas.brandt").trips.add(new Trip(day(18), day(21), "hotel-amsterdam"));
    person("imogen.wells").trips.add(new Trip(day(17), day(19), "hotel-dublin"));
    // Her laptop breaks on the trip; the Dublin office lends her another kind, which she keeps.
    person("imogen.wells").desk = Device.WINDOWS_EDGE;
    person("imogen.wells").getsDevice = day(19);
    person("imogen.wells").newDesk = Device.MAC_CHROME;
    person("owen.price").trips.add(new Trip(day(25), day(27), "hotel-stockholm"));
    person("luc.boudreau").trips.add(new Trip(day(20), day(21), "hotel-toronto"));
    person("samir.haddad").trips.add(new Trip(day(5), day(6), "hotel-london"));
    person("samir.haddad").trips.add(new Trip(day(26), day(27), "hotel-london"));

    // Lives between two offices: a desktop in one, a tablet in the other.
    Person freja = person("freja.lindqvist");
    freja.desk = Device.WINDOWS_EDGE;
    freja.phone = null;
    freja.inOffice = 1.0;
    freja.onWeekends = 0;
    freja.busy = 5;
    freja.hours = 8;

    person("wyatt.doyle").starts = 8;
    person("wyatt.doyle").onPhone = 0.0;
    person("wyatt.doyle").onWeekends = 0.0;
    person("wyatt.doyle").inOffice = 0.5;
    person("wyatt.doyle").busy = 3;
    person("wyatt.doyle").desk = Device.WINDOWS_CHROME;
    person("keisha.brown").desk = Device.WINDOWS_CHROME;
    person("keisha.brown").starts = 8;
    person("nora.macleod").starts = 8;
    person("nora.macleod").desk = Device.WINDOWS_EDGE;
    person("rupert.finch").inOffice = 0.8;
  }

  private Person hire(
      String user, String department, String zone, String office, String home, String mobile) {
    Person p = new Person(user, department, zone, people.size(), seed);
    p.office = office;
    p.home = home;
    p.mobile = mobile;
    p.phone = pick(p, Device.IPHONE, Device.ANDROID);
    p.inOffice = 0.6 + 0.05 * p.random.nextInt(7);
    people.put(user, p);
    return p;
  }

  private void live(Person p) {
    for (LocalDate date = p.joins; date.isBefore(p.leaves); date = date.plusDays(1)) {
      LocalDate today = date;
      Trip trip =
          p.trips.stream()
              .filter(t -> !today.isBefore(t.from()) && !today.isAfter(t.to()))
              .findFirst()
              .orElse(null);
      if (p.days.contains(date.getDayOfWeek())) {
        work(p, date, trip);
      } else if (p.random.nextDouble() < p.onWeekends) {
        int minute = 10 * 60 + p.random.nextInt(9 * 60);
        login(p, date, minute * 60 + p.random.nextInt(60), p.home(date), p.desk(date), "mail");
      }
    }
  }

  private void work(Person p, LocalDate date, Trip trip) {
    int count = 5 + Math.min(10, (int) (-p.busy * StrictMath.log(1 - p.random.nextDouble())));
    boolean abroad = p.user.equals("freja.lindqvist") && isLondonDay(date);
    boolean office = p.random.nextDouble() < p.inOffice;
    String network =
        abroad ? "office-london" : trip != null ? trip.hotel() : office ? p.office : p.home(date);
    Device desk = abroad ? Device.IPAD : p.desk(date);

    List<Integer> seconds = new ArrayList<>();
    int start = p.starts * 3600;
    seconds.add(start + (int) (p.random.nextGaussian() * 600));
    for (int tries = 0; seconds.size() < count && tries < 200; tries++) {
      int second = start + 300 + p.random.nextInt(p.hours * 3600);
      if (seconds.stream().allMatch(s -> Math.abs(s - second) >= MIN_GAP_SECONDS)) {
        seconds.add(second);
      }
    }
    seconds.sort(Comparator.naturalOrder());

    for (int i = 0; i < seconds.size(); i++) {
      boolean phone = p.phone != null && trip == null && i > 0 && p.random.nextDouble() < p.onPhone;
      String application =
          phone
              ? EVERYBODY.get(p.random.nextInt(EVERYBODY.size()))
              : weighted(p.applications, p.random);
      // A trip announces itself: a travel desk, two days before.
      if (i == 2
          && p.trips.stream()
              .anyMatch(
                  t -> date.equals(t.from().minusDays(3)) || date.equals(t.from().minusDays(4)))) {
        application = "travel-desk";
      }
      String from = phone ? p.mobile : network;
      Login login = login(p, date, seconds.get(i), from, phone ? p.phone : desk, application);
      if (p.random.nextDouble() < (i == 0 ? 0.5 : 0.07)) {
        login.mfa = p.mfa;
      }
      if (p.random.nextDouble() < 0.03) {
        Login typo = copy(login);
        typo.time = login.time.minusMillis(9_000 + p.random.nextInt(40_000));
        typo.outcome = "failure";
        typo.mfa = null;
        keep(typo);
      }
    }
  }

  private static boolean isLondonDay(LocalDate date) {
    return switch (date.getDayOfWeek()) {
      case THURSDAY, FRIDAY -> true;
      case WEDNESDAY -> date.getDayOfMonth() % 2 == 0;
      default -> false;
    };
  }

  private Login login(
      Person p, LocalDate date, int second, String network, Device device, String application) {
    Login login = new Login();
    login.person = p;
    login.time =
        date.atStartOfDay()
            .plusSeconds(second)
            .atZone(p.zone)
            .toInstant()
            .plusMillis(p.random.nextInt(1000));
    login.application = application;
    login.device = device;
    login.userAgent = device.userAgent(date.getDayOfMonth() >= p.upgrades);
    at(login, network);
    keep(login);
    return login;
  }

  private void keep(Login login) {
    LocalDate date = LocalDate.ofInstant(login.time, ZoneOffset.UTC);
    if (!date.isBefore(FIRST) && !date.isAfter(LAST)) {
      logins.add(login);
    }
  }

  /** Offices share two addresses, a home has one, a phone gets another one every time. */
  private static void at(Login login, String name) {
    Network network = NETWORKS.get(name);
    int host =
        name.startsWith("office")
            ? login.person.number % 2
            : name.startsWith("mobile") ? login.person.random.nextInt(16_000) : login.person.number;
    login.ip = network.address(host);
    login.place = network.place();
  }

  private static Login copy(Login of) {
    Login login = new Login();
    login.person = of.person;
    login.time = of.time;
    login.application = of.application;
    login.outcome = of.outcome;
    login.ip = of.ip;
    login.place = of.place;
    login.device = of.device;
    login.userAgent = of.userAgent;
    login.mfa = of.mfa;
    return login;
  }

  /** The shared service account: a script every night, never a person, never a browser. */
  private void runBackups() {
    Person backup = new Person("@nightly-backup", "engineering", "UTC", people.size(), seed);
    people.put(backup.user, backup);
    for (LocalDate date = FIRST; !date.isAfter(LAST); date = date.plusDays(1)) {
      int second = 3600 + backup.random.nextInt(120);
      for (String application :
          List.of("backup-vault", "source-control", "ledger", "crm", "backup-vault")) {
        login(backup, date, second, "datacentre", Device.SCRIPT, application);
        second += 240 + backup.random.nextInt(200);
      }
    }
  }

  /** Text that looks like an attack and is none, so that escaping shows wherever it lands. */
  private void plantHarmlessText() {
    Person callum = person("callum.reid");
    login(callum, day(11), 12 * 3600 + 605, callum.office, callum.desk, SCRIPT);
    Person hugo = person("hugo.marsh");
    login(hugo, day(14), 12 * 3600 + 1207, hugo.office, hugo.desk, "chat").userAgent = FORMULA;
    Person zoe = person("zo\u00EB.\u00E5ngstr\u00F6m");
    login(
        zoe,
        day(17),
        12 * 3600 + 1930,
        zoe.office,
        zoe.desk,
        "wiki \"Q1\", \u202Efinal\u202C \uD83C\uDF89");
  }

  // ---------------------------------------------------------------- incidents

  private void plantIncidents() {
    plant(
        new Incident(
            "INC-1",
            "stolen session",
            "amelia.hart",
            "counts",
            "Works in London on Windows. In the evening her account appears in Lima on a Linux"
                + " machine, confirms with a text message, which she never used, and opens the bank"
                + " gateway and the payroll administration."),
        "lima",
        Device.LINUX_FIREFOX,
        "2025-03-13T20:41:04.310",
        after("0 mail, 13 travel-desk, 31 bank-gateway, 47 payroll-admin, 398 payroll-admin"),
        "sms");
    plant(
        new Incident(
            "INC-2",
            "burst in the night",
            "keisha.brown",
            "counts",
            "A support agent of the day shift. At 3 in the morning, local time, an address that no"
                + " map knows opens one application after another, ten in two minutes, none of"
                + " which she ever used."),
        null,
        Device.WINDOWS10_OPERA,
        "2025-03-18T06:12:03.118",
        inTurn(
            11,
            "crm, customer-export, hr-portal, ledger, payroll, source-control, secrets-vault, "
                + SCRIPT
                + ", cloud-console, admin-console"),
        null);
    plant(
        new Incident(
            "INC-3",
            "woken account",
            "marek.dvorak",
            "counts",
            "A contractor who left on 7 March; the account was never closed. After 16 silent days"
                + " it is used from Auckland on a Mac, for source control as always and for secrets"
                + " as never before."),
        "auckland",
        Device.MAC_CHROME,
        "2025-03-24T02:37:06.902",
        after("0 source-control, 22 secrets-vault, 45 cloud-billing, 171 source-control"),
        null);
    plant(
        new Incident(
            "INC-4",
            "department crossing",
            "rupert.finch",
            "counts",
            "His own desk, his own computer, office hours: but someone in finance opens five"
                + " engineering applications within a minute, none of which he ever used."),
        "office-london",
        person("rupert.finch").desk,
        "2025-03-20T17:22:05.477",
        inTurn(11, "source-control, ci, secrets-vault, cloud-console, logs"),
        null);
    plant(
        new Incident(
            "INC-5",
            "service account at a keyboard",
            "@nightly-backup",
            "counts",
            "The account of the backup script, which runs at 1 o'clock from the data centre, signs"
                + " in at 14:00 with a browser on Windows from the London office, to the admin"
                + " console."),
        "office-london",
        Device.WINDOWS_CHROME,
        "2025-03-26T13:58:07.250",
        after("0 admin-console, 240 hr-portal"),
        "push");
    plant(
        new Incident(
            "INC-6",
            "replayed cookie",
            "nora.macleod",
            "counts",
            "While she works in Halifax, the same browser, down to the version, shows up in"
                + " Reykjav\u00EDk and exports the customers: a copied cookie. The device is usual,"
                + " place and applications are not."),
        "reykjavik",
        person("nora.macleod").desk,
        "2025-03-21T15:04:09.640",
        after("0 customer-export, 19 customer-export, 38 admin-console, 95 customer-export"),
        null);
    plant(
        new Incident(
            "INC-7",
            "usual place, usual device, never together",
            "freja.lindqvist",
            "forest",
            "Half the week a desktop in Link\u00F6ping, the other half a tablet in London. On this"
                + " Thursday her desktop signs in from London. Each value alone is usual; counts"
                + " see nothing."),
        "office-london",
        Device.WINDOWS_EDGE,
        "2025-03-27T10:20:11.005",
        after("0 " + firstApplication("freja.lindqvist") + ", 431 mail"),
        null);
    plant(
        new Incident(
            "INC-8",
            "unusual hour on an unusual network",
            "wyatt.doyle",
            "forest",
            "His city, his kind of computer, his application: but at 3:20 in the morning, local"
                + " time, and through a provider of virtual servers instead of the office or his"
                + " home. Counts of place and device see nothing."),
        "hosting-halifax",
        person("wyatt.doyle").desk,
        "2025-03-25T06:20:42.731",
        after("0 " + firstApplication("wyatt.doyle") + ", 512 mail"),
        null);
  }

  private String firstApplication(String user) {
    return person(user).applications.keySet().iterator().next();
  }

  /** Applications by their second: {@code 0 mail, 13 crm}. */
  private static Map<Integer, String> after(String text) {
    Map<Integer, String> logins = new TreeMap<>();
    for (String login : text.split(", ")) {
      String[] parts = login.split(" ", 2);
      logins.put(Integer.valueOf(parts[0]), parts[1]);
    }
    return logins;
  }

  private static Map<Integer, String> inTurn(int seconds, String applications) {
    Map<Integer, String> logins = new TreeMap<>();
    for (String application : applications.split(", ")) {
      logins.put(logins.size() * seconds, application);
    }
    return logins;
  }

  private void plant(
      Incident incident,
      String network,
      Device device,
      String start,
      Map<Integer, String> logins,
      String mfa) {
    incidents.add(incident);
    Instant from = LocalDateTime.parse(start).toInstant(ZoneOffset.UTC);
    for (Map.Entry<Integer, String> entry : logins.entrySet()) {
      Login login = new Login();
      login.person = person(incident.user());
      login.time = from.plusSeconds(entry.getKey()).plusMillis(37L * entry.getKey() % 700);
      login.application = entry.getValue();
      login.device = device;
      int date = LocalDate.ofInstant(from, ZoneOffset.UTC).getDayOfMonth();
      login.userAgent = device.userAgent(date >= login.person.upgrades);
      login.incident = incident.id();
      login.mfa = entry.getKey() == 0 ? mfa : null;
      if (network == null) {
        login.ip = "203.0.113.233";
      } else {
        at(login, network);
      }
      keep(login);
    }
  }

  // ---------------------------------------------------------------- files

  private void number() {
    logins.sort(Comparator.comparing((Login l) -> l.time).thenComparing(l -> l.person.number));
    Map<LocalDate, Integer> counts = new HashMap<>();
    for (Login login : logins) {
      LocalDate date = LocalDate.ofInstant(login.time, ZoneOffset.UTC);
      int count = counts.merge(date, 1, Integer::sum);
      login.id = "login-%02d%02d-%04d".formatted(date.getMonthValue(), date.getDayOfMonth(), count);
    }
  }

  private void write(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("logins"));
    Files.createDirectories(folder.resolve("geoip"));
    Map<LocalDate, List<Login>> days =
        logins.stream()
            .collect(
                Collectors.groupingBy(
                    l -> LocalDate.ofInstant(l.time, ZoneOffset.UTC),
                    TreeMap::new,
                    Collectors.toList()));
    days.forEach(
        (date, day) -> {
          String text = day.stream().map(l -> l.json() + "\n").collect(Collectors.joining());
          if (date.equals(TRUNCATED)) {
            text = text.substring(0, text.length() - 120);
          }
          put(folder.resolve("logins/" + date + ".json"), text);
        });

    StringBuilder labels =
        new StringBuilder("incident,kind,user,from,to,message_ids,story,detector\n");
    for (Incident incident : incidents) {
      List<Login> planted = logins.stream().filter(l -> incident.id().equals(l.incident)).toList();
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

    StringBuilder networks =
        new StringBuilder(
            "network,city,subdivision,country_code,country,continent,"
                + "latitude,longitude,asn,as_owner\n");
    for (Network network : NETWORKS.values()) {
      Place place = network.place();
      networks.append(
          row(
              network.cidr(),
              place.city(),
              place.subdivision(),
              place.countryCode(),
              place.country(),
              place.continent(),
              Double.toString(place.latitude()),
              Double.toString(place.longitude()),
              Integer.toString(network.asn()),
              network.owner()));
    }
    put(folder.resolve("geoip/networks.csv"), networks.toString());

    System.out.printf(
        "%d logins of %d accounts on %d days, %d incidents, in %s%n",
        logins.size(), people.size(), days.size(), incidents.size(), folder);
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

  // ---------------------------------------------------------------- small things

  private static List<String> names(String text) {
    return List.of(text.split(" "));
  }

  private Person person(String user) {
    Person person = people.get(user);
    if (person == null) {
      throw new IllegalArgumentException("nobody is called " + user);
    }
    return person;
  }

  private static LocalDate day(int ofMonth) {
    return FIRST.withDayOfMonth(ofMonth);
  }

  private static Device pick(Person p, Device... devices) {
    return devices[p.random.nextInt(devices.length)];
  }

  private static String weighted(Map<String, Integer> weights, Random random) {
    int left = random.nextInt(weights.values().stream().mapToInt(Integer::intValue).sum());
    for (Map.Entry<String, Integer> entry : weights.entrySet()) {
      left -= entry.getValue();
      if (left < 0) {
        return entry.getKey();
      }
    }
    throw new AssertionError("weights do not add up");
  }
}
