package dev.nightwarden.poll;

import dev.nightwarden.enrich.Geoip;
import dev.nightwarden.enrich.Identity;
import dev.nightwarden.http.WebAddress;
import dev.nightwarden.ingest.RecordKeys;
import dev.nightwarden.ingest.RecordSettings;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What happened in a Google Workspace: logins, and the activities of other applications. */
@TypeName(
    value = "gsuite",
    doc = "Activities of Google Workspace (Reports API), such as logins: a record for each event.")
public record GoogleWorkspace(
    @Key(
            doc =
                "The key file (JSON) of a service account that has domain-wide delegation for the"
                    + " scope https://www.googleapis.com/auth/admin.reports.audit.readonly.",
            required = true)
        String credentialsFile,
    @Key(
            doc =
                "The administrator in whose name it asks, such as audit@example.com: one who may"
                    + " read reports.",
            required = true)
        String admin,
    @Key(
            doc = "Whose activities, such as login, admin, drive, token, saml.",
            fallback = "[login]",
            min = 1,
            commas = true)
        List<String> applications,
    @Key(doc = "Names of events to leave out.", fallback = "[login_failure]", commas = true)
        List<String> excludeEvents,
    @Key(doc = PollKeys.OVERLAP, fallback = "1d", min = 0) Duration overlap,
    @Key(doc = PollKeys.LOOKBACK + " Google keeps 180 days.", fallback = "30d", min = 1)
        Duration lookback,
    @Key(doc = PollKeys.MAX_TIME, fallback = "1h", min = 1) Duration maxTime,
    @Key(doc = PollKeys.URL) String url,
    @Key(doc = RecordKeys.TYPES) Map<String, String> types,
    @Key(doc = RecordKeys.RENAME) Map<String, String> rename,
    @Key(doc = RecordKeys.IDENTITY) Identity identity,
    @Key(doc = RecordKeys.GEOIP) Geoip geoip)
    implements Poller, Checked {
  /** Names become part of an address. */
  private static final Pattern APPLICATION = Pattern.compile("[a-z][a-z0-9_]{0,49}");

  /** Copies lists and maps. */
  public GoogleWorkspace {
    applications = applications == null ? List.of() : List.copyOf(applications);
    excludeEvents = excludeEvents == null ? List.of() : List.copyOf(excludeEvents);
    types = copy(types);
    rename = copy(rename);
  }

  private static Map<String, String> copy(Map<String, String> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  @Override
  public void check() {
    for (String application : applications) {
      if (!APPLICATION.matcher(application).matches()) {
        throw new IllegalKeyException(
            "applications",
            "has %s, which is no application; they are in lower case, such as login"
                .formatted(application));
      }
    }
    if (new LinkedHashSet<>(applications).size() < applications.size()) {
      throw new IllegalKeyException("applications", "names one twice");
    }
    if (!admin.contains("@")) {
      throw new IllegalKeyException(
          "admin", "is %s; write the whole address, such as audit@example.com".formatted(admin));
    }
    base();
    record();
  }

  URI base() {
    return WebAddress.of("url", url == null ? "https://admin.googleapis.com" : url);
  }

  @Override
  public RecordSettings record() {
    return PollKeys.settings("time", "auto", "UTC", "id", types, rename, identity, geoip);
  }

  @Override
  public void poll(Polling polling) throws Exception {
    new ReportsApi(this, polling).poll();
  }
}
