package dev.nightwarden.table;

/** The column names of the tables, once. Their meaning stands in {@link Table}. */
public final class Columns {
  public static final String TRANSPORT = "transport";
  public static final String MESSAGE_ID = "message_id";
  public static final String EVENT_TIME = "event_time";
  public static final String EVENT_DATE = "event_date";
  public static final String DATA = "data";
  public static final String SOURCE_FILE = "source_file";
  public static final String INGESTED_AT = "ingested_at";
  public static final String REJECT_ID = "reject_id";
  public static final String RAW = "raw";
  public static final String REASON = "reason";
  public static final String PROFILE = "profile";
  public static final String FIELD = "field";
  public static final String ACTOR = "actor";
  public static final String VALUE = "value";
  public static final String COUNT = "count";
  public static final String FIRST_SEEN = "first_seen";
  public static final String LAST_SEEN = "last_seen";
  public static final String BEFORE_DATE = "before_date";
  public static final String ANOMALY_ID = "anomaly_id";
  public static final String EVENT_ID = "event_id";
  public static final String DETECTOR = "detector";
  public static final String SCORE = "score";
  public static final String SEVERITY = "severity";
  public static final String EVIDENCE = "evidence";
  public static final String INVESTIGATION_ID = "investigation_id";
  public static final String WINDOW_START = "window_start";
  public static final String WINDOW_END = "window_end";
  public static final String EVENTS = "events";
  public static final String ANOMALIES = "anomalies";
  public static final String MALICIOUS = "malicious";
  public static final String RUN_ID = "run_id";
  public static final String LN_TAIL = "ln_tail";
  public static final String LEARNING = "learning";
  public static final String MESSAGES = "messages";
  public static final String TRAINED_FOR = "trained_for";
  public static final String POINTS = "points";
  public static final String RISK = "risk";
  public static final String ALERT_ID = "alert_id";
  public static final String ATTACK = "attack";
  public static final String LAST_DATE = "last_date";
  public static final String STATE = "state";
  public static final String PEERS = "peers";
  public static final String VERDICT_ID = "verdict_id";
  public static final String GIVEN = "given";
  public static final String VERDICT = "verdict";
  public static final String SCOPE = "scope";
  public static final String ABOUT = "about";
  public static final String FROM_DATE = "from_date";
  public static final String UNTIL_DATE = "until_date";
  public static final String GIVEN_BY = "given_by";
  public static final String NOTE = "note";
  public static final String RULE = "rule";

  private Columns() {}
}
