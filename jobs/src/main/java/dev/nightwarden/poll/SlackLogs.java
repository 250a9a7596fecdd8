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
import java.util.Map;

/** Who used Slack, from where and with what. */
@TypeName(
    value = "slack",
    doc = "The access logs of a Slack workspace, or the audit logs of an Enterprise Grid.")
public record SlackLogs(
    @Key(
            doc =
                "A user token (xoxp-...), best as ${SLACK_TOKEN}: with the scope admin for access"
                    + " logs, and users:read and users:read.email for e-mail addresses; with"
                    + " auditlogs:read for audit logs.",
            required = true,
            secret = true)
        String token,
    @Key(
            doc =
                "access: the access logs, of paid workspaces; audit: the Audit Logs API, of"
                    + " Enterprise Grid.",
            fallback = SlackLogs.ACCESS,
            oneOf = {SlackLogs.ACCESS, SlackLogs.AUDIT})
        String api,
    @Key(doc = "Whether bots and users of apps count too. Only of access logs. Default: false.")
        Boolean bots,
    @Key(
            doc =
                "Whether records get the user's e-mail address, as email. Only of access logs."
                    + " Default: true.")
        Boolean emails,
    @Key(doc = PollKeys.OVERLAP, fallback = "1d", min = 0) Duration overlap,
    @Key(doc = PollKeys.LOOKBACK, fallback = "90d", min = 1) Duration lookback,
    @Key(doc = PollKeys.MAX_TIME, fallback = "1h", min = 1) Duration maxTime,
    @Key(doc = PollKeys.URL) String url,
    @Key(doc = RecordKeys.TYPES) Map<String, String> types,
    @Key(doc = RecordKeys.RENAME) Map<String, String> rename,
    @Key(doc = RecordKeys.IDENTITY) Identity identity,
    @Key(doc = RecordKeys.GEOIP) Geoip geoip)
    implements Poller, Checked {
  static final String ACCESS = "access";
  static final String AUDIT = "audit";

  /** Copies the maps. */
  public SlackLogs {
    types = copy(types);
    rename = copy(rename);
  }

  private static Map<String, String> copy(Map<String, String> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  @Override
  public void check() {
    if (token.isBlank()) {
      throw new IllegalKeyException("token", "is empty; write ${SLACK_TOKEN}, and set that");
    }
    if (isAudit() && (bots != null || emails != null)) {
      throw new IllegalKeyException(
          bots == null ? "emails" : "bots", "says nothing of audit logs, which name users in full");
    }
    base();
    record();
  }

  private boolean isAudit() {
    return api.equals(AUDIT);
  }

  URI base() {
    String own = isAudit() ? "https://api.slack.com/audit/v1" : "https://slack.com/api";
    return WebAddress.of("url", url == null ? own : url);
  }

  boolean takesBots() {
    return bots != null && bots;
  }

  boolean takesEmails() {
    return emails == null || emails;
  }

  @Override
  public RecordSettings record() {
    return PollKeys.settings(
        isAudit() ? "date_create" : AccessLogs.TIME,
        "auto",
        "UTC",
        "id",
        types,
        rename,
        identity,
        geoip);
  }

  @Override
  public void poll(Polling polling) throws Exception {
    SlackApi calls = new SlackApi(this, polling);
    if (isAudit()) {
      new AuditLogs(this, calls, polling).poll();
    } else {
      new AccessLogs(this, calls, polling).poll();
    }
  }
}
