package dev.nightwarden.app;

import dev.nightwarden.assess.AlertSettings;
import dev.nightwarden.enrich.GeoDatabases;
import dev.nightwarden.enrich.Identity;
import dev.nightwarden.feature.Clusters;
import dev.nightwarden.feature.FeatureSettings;
import dev.nightwarden.forget.ForgetSettings;
import dev.nightwarden.ingest.Transport;
import dev.nightwarden.maintain.MaintainSettings;
import dev.nightwarden.observe.Peers;
import dev.nightwarden.pipeline.DetectorSettings;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.pseudonym.PseudonymSettings;
import dev.nightwarden.report.ReportFolder;
import dev.nightwarden.score.Anomalies;
import dev.nightwarden.ship.AlertShipping;
import dev.nightwarden.ship.Database;
import dev.nightwarden.ship.Shipper;
import dev.nightwarden.ship.Store;
import dev.nightwarden.status.MetricsSettings;
import dev.nightwarden.suppress.SuppressRule;
import dev.nightwarden.table.Warehouse;
import dev.nightwarden.train.ForestAnomalies;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** The whole config of one deployment. */
public record Config(
    @Key(
            doc =
                "Where the tables are: a folder, a URI such as s3a://bucket/nightwarden, or"
                    + " catalog.schema.",
            fallback = "out/warehouse")
        String warehouse,
    @Key(
            doc =
                "Jars that bring more types: paths, relative ones from the working directory, or"
                    + " Maven coordinates (group:artifact:version) that Spark resolves.")
        List<String> plugins,
    @Key(doc = "The PostgreSQL database of the postgres shippers.") Database database,
    @Key(doc = "Where raw logs come from, by name.", required = true, min = 1, fallback = "files")
        Map<String, Transport> transports,
    @Key(doc = "The databases of place and network, for geoip of transports and for SQL.")
        GeoDatabases geoip,
    @Key(doc = "Who is watched and how, by name.") Map<String, ProfileSection> profiles,
    @Key(
            doc =
                "What matters in the data: filters, features, flags, clusters. Default: none."
                    + " Profiles, features or detectors must be there.")
        FeatureSettings features,
    @Key(doc = "Detectors that plug-ins bring, by name. Default: none.")
        Map<String, DetectorSettings> detectors,
    @Key(doc = "Where malicious events go, by name; none: they are logged.")
        Map<String, Shipper> shippers,
    @Key(
            doc =
                "Where alerts go, by name: stores that hold any table (csv, jsonl, parquet, delta,"
                    + " postgres). Default: they stay in the table alerts.")
        Map<String, Shipper> alertShippers,
    @Key(doc = "Where report pages are written; default: none are.") ReportFolder report,
    @Key(doc = "How much is told of a night. Default: {}, at most ten alerts.")
        AlertSettings alerts,
    @Key(doc = "What need not be looked at: rules by name. Default: none.")
        Map<String, SuppressRule> suppress,
    @Key(
            doc = "How many dates after a late message's are scored again by the next run.",
            fallback = "3",
            min = 0,
            max = 3660)
        int lateDays,
    @Key(
            doc =
                "Where transports that fetch put what they fetch: a folder or a URI. Default:"
                    + " landing, under the warehouse; needed where that is a catalog.")
        String landing,
    @Key(
            doc =
                "false: a run reads what has landed and fetches nothing, as `nightwarden poll` does"
                    + " that, maybe elsewhere. Default: true.")
        Boolean poll,
    @Key(
            doc =
                "After how many days files that have landed and were read are removed from the"
                    + " landing folder; 0: those that landed before today. Default: never.",
            min = 0,
            max = 36600)
        Integer landingDays,
    @Key(doc = "Where each run leaves its figures for those who watch over it. Default: nowhere.")
        MetricsSettings metrics,
    @Key(doc = "How tables are kept fit, and for how long rows are kept.")
        MaintainSettings maintain,
    @Key(doc = "What forgetting people needs.") ForgetSettings forget,
    @Key(
            doc =
                "Keyed hashes in place of names, in all tables and outputs, and no raw text of"
                    + " rejects. Default: names stay.")
        PseudonymSettings pseudonyms)
    implements Checked {
  /** Names reach file names, SQL and log lines. */
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_.-]{0,99}");

  /** Under which detectors and profiles what is built in writes; flags have a colon in theirs. */
  private static final List<String> BUILT_IN =
      List.of(
          Anomalies.REPORTER, ForestAnomalies.FOREST, Clusters.CLUSTERS, FeatureSettings.PROFILE);

  public Config {
    plugins = List.copyOf(plugins);
    transports = new LinkedHashMap<>(transports);
    profiles = new LinkedHashMap<>(profiles);
    detectors = new LinkedHashMap<>(detectors);
    shippers = new LinkedHashMap<>(shippers);
    alertShippers = new LinkedHashMap<>(alertShippers);
    suppress = new LinkedHashMap<>(suppress);
  }

  /** How names are mapped, of each transport that maps them. */
  public List<Identity> identities() {
    return transports.values().stream()
        .map(transport -> transport.record().identity())
        .filter(Objects::nonNull)
        .toList();
  }

  @Override
  public void check() {
    if (profiles.isEmpty() && features == null && detectors.isEmpty()) {
      throw new IllegalKeyException(
          "profiles", "is missing, and so are features and detectors; give at least one of them");
    }
    if (features != null && profiles.containsKey(FeatureSettings.PROFILE)) {
      throw new IllegalKeyException(
          "profiles",
          "has a profile %s, under which the section features writes; give it another name"
              .formatted(FeatureSettings.PROFILE));
    }
    checkNames("transports", transports.keySet());
    checkNames("profiles", profiles.keySet());
    checkNames("detectors", detectors.keySet());
    checkNames("shippers", shippers.keySet());
    checkNames("alert_shippers", alertShippers.keySet());
    checkAlertShippers();
    checkNames("suppress", suppress.keySet());
    checkOwnRows();
    checkLanding();
    for (var transport : transports.entrySet()) {
      if (geoip == null && transport.getValue().record().geoip() != null) {
        throw new IllegalKeyException(
            "transports.\"%s\".geoip".formatted(transport.getKey()),
            "needs databases; name them at the top: geoip: {city_db: PATH, asn_db: PATH}");
      }
    }
    for (var profile : profiles.entrySet()) {
      checkNames("profiles." + profile.getKey() + ".fields", profile.getValue().fields().keySet());
      checkTransports(
          "profiles." + profile.getKey(), profile.getValue().transports(), transports.keySet());
    }
    checkPeers();
    if (features != null) {
      checkTransports("features", features.transports(), transports.keySet());
    }
  }

  private void checkAlertShippers() {
    alertShippers.forEach(
        (name, shipper) -> {
          String key = "alert_shippers.\"%s\"".formatted(name);
          if (!(shipper instanceof Store store) || !store.holdsAny()) {
            throw new IllegalKeyException(
                key,
                "does not hold alerts; allowed: csv, jsonl, parquet, delta, postgres. Notifiers are"
                    + " told of alerts by alerts: {tell: alerts}");
          }
          if (shippers.containsKey(name)) {
            throw new IllegalKeyException(
                key, "has the name of one of the shippers; give it another");
          }
        });
  }

  private void checkPeers() {
    for (var profile : profiles.entrySet()) {
      Peers peers = profile.getValue().peers();
      if (pseudonyms != null && peers != null && peers.directory() != null) {
        throw new IllegalKeyException(
            "profiles.\"%s\".peers.directory".formatted(profile.getKey()),
            "has names, and the tables have pseudonyms; name paths into messages in peers.by alone");
      }
    }
  }

  private void checkLanding() {
    if (landing != null || !Warehouse.isCatalog(warehouse)) {
      return;
    }
    for (var transport : transports.entrySet()) {
      if (transport.getValue().isFetching()) {
        throw new IllegalKeyException(
            "landing",
            ("is missing: %s fetches its records, and the warehouse %s is a catalog, which has no"
                    + " folder for them; name one, such as s3a://bucket/landing")
                .formatted(transport.getKey(), warehouse));
      }
    }
  }

  /** Whether a run fetches before it reads. */
  public boolean polls() {
    return poll == null || poll;
  }

  /**
   * The same for another warehouse, from which nothing is shipped or reported and for which nothing
   * is fetched.
   *
   * @param landing where what was fetched has landed; null: nothing is
   */
  public Config forTrial(String scratch, String landing) {
    return forTrial(scratch, landing, alerts);
  }

  /** What decides the result of a replay: configs that differ in how much is told share one. */
  public Config forReplay() {
    return forTrial(null, null, null);
  }

  private Config forTrial(String scratch, String landing, AlertSettings alerts) {
    return new Config(
        scratch,
        plugins,
        database,
        transports,
        geoip,
        profiles,
        features,
        detectors,
        Map.of(),
        Map.of(),
        null,
        alerts,
        suppress,
        lateDays,
        landing,
        false,
        landingDays,
        null,
        maintain,
        forget,
        pseudonyms);
  }

  /** What becomes of alerts. */
  AlertShipping alertShipping() {
    Map<String, Store> stores = new LinkedHashMap<>();
    alertShippers.forEach((name, shipper) -> stores.put(name, (Store) shipper));
    return new AlertShipping(stores, alerting().notifiesOfAlertsOnly(), alerting().restDays());
  }

  /** All that follow what is found, events or alerts. */
  List<Shipper> allShippers() {
    List<Shipper> all = new ArrayList<>(shippers.values());
    all.addAll(alertShippers.values());
    return all;
  }

  /** How much is told of a night. */
  public AlertSettings alerting() {
    return alerts == null ? AlertSettings.DEFAULT : alerts;
  }

  /** How tables are kept fit. */
  public MaintainSettings upkeep() {
    return maintain == null ? MaintainSettings.DEFAULT : maintain;
  }

  /** A detector of a jar writes under its name, as detector and as profile. */
  private void checkOwnRows() {
    for (String name : detectors.keySet()) {
      if (BUILT_IN.contains(name)) {
        throw new IllegalKeyException(
            "detectors.\"%s\"".formatted(name),
            "is the name of a built-in detector or of its profile (%s); give it another name"
                .formatted(String.join(", ", BUILT_IN)));
      }
      if (profiles.containsKey(name)) {
        throw new IllegalKeyException(
            "detectors.\"%s\"".formatted(name),
            "is also a profile's name; give one of them another name");
      }
    }
  }

  private static void checkTransports(String section, List<String> named, Set<String> known) {
    for (String transport : named) {
      if (!known.contains(transport)) {
        throw new IllegalKeyException(
            section + ".transports",
            "names %s, which is not a transport; known: %s".formatted(transport, known));
      }
    }
  }

  private static void checkNames(String section, Set<String> names) {
    for (String name : names) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalKeyException(
            section,
            "has the name \"%s\"; allowed: up to 100 letters, digits, _ . - that start with a"
                    .formatted(name)
                + " letter, digit or _");
      }
    }
  }
}
