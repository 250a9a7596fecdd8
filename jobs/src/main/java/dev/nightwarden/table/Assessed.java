package dev.nightwarden.table;

/** The columns of the tables that tell what is worth a look, as DDL. */
final class Assessed {
  static final String RISKS =
      """
      actor STRING COMMENT 'Who it is, over all profiles; empty where none is named.',
      event_date DATE COMMENT 'UTC date of what was found.',
      points DOUBLE COMMENT 'What speaks against the actor on the date.',
      carried DOUBLE COMMENT 'What the points of the 28 days before still weigh.',
      risk DOUBLE COMMENT 'From 0 to 100: 100 (1 - 2^(-(points + carried) / 6)).',
      contributions ARRAY<STRUCT<event_date: DATE, profile: STRING, detector: STRING,
        field: STRING, points: DOUBLE, event_id: STRING, reason: STRING>>
        COMMENT 'What points and carried are made of; carried ones have a date and points alone.',
      alert_id STRING COMMENT 'The alert that the date is part of; null: it is not alerted.'
      """;

  /** What contributions are since format 9. */
  static final String CONTRIBUTIONS =
      """
      contributions ARRAY<STRUCT<event_date: DATE, profile: STRING, detector: STRING,
        field: STRING, points: DOUBLE, event_id: STRING, reason: STRING, attack: ARRAY<STRING>>>
        COMMENT 'What points and carried are made of; carried ones have a date and points alone.'
      """;

  /** What events and alerts have since format 9. */
  static final String ATTACK =
      """
      attack ARRAY<STRING> COMMENT
        'Ids of the techniques of MITRE ATT&CK that the config names; null for none.'
      """;

  static final String ALERTS =
      """
      alert_id STRING COMMENT 'Hash of the actor and the first date.',
      actor STRING COMMENT 'Who it is, over all profiles; empty where none is named.',
      event_date DATE COMMENT 'The first date, on which it opened.',
      last_date DATE COMMENT 'The newest date with points.',
      dates INT COMMENT 'How many dates have points.',
      state STRING COMMENT 'open: it may grow; resting: it is over.',
      points DOUBLE COMMENT 'Points of the first date, by which alerts are in order.',
      risk DOUBLE COMMENT 'The highest of its dates, from 0 to 100.',
      profiles ARRAY<STRING> COMMENT 'Where something was found.',
      detectors ARRAY<STRING> COMMENT 'What found something; evidence: what an analyzer adds up.',
      event_ids ARRAY<STRING> COMMENT 'The events that count most.',
      reason STRING COMMENT 'What weighs most, in two sentences at most.'
      """;

  static final String VERDICTS =
      """
      verdict_id STRING COMMENT 'Hash of what was said of what, by whom and when.',
      given TIMESTAMP COMMENT 'When it was given: of several the latest holds.',
      verdict STRING COMMENT 'benign, malicious or unsure.',
      scope STRING COMMENT 'What it covers: event, value, value-for-peers or actor.',
      about STRING COMMENT 'The event, alert or investigation that was judged, by its id.',
      profile STRING COMMENT 'Of what was found.',
      actor STRING COMMENT 'Whose it is.',
      detector STRING COMMENT 'What found it; null where the scope is actor.',
      field STRING COMMENT 'Name of the field.',
      value STRING COMMENT 'Canonical JSON of the value.',
      peers STRING COMMENT 'What the actor had in common with its peers; empty: all others.',
      event_id STRING COMMENT 'The event.',
      event_date DATE COMMENT 'UTC date of the event.',
      from_date DATE COMMENT 'The first event date that it holds for.',
      until_date DATE COMMENT 'The last one; null: it has no end.',
      given_by STRING COMMENT 'Who gave it.',
      note STRING COMMENT 'Why; null where nothing was said.'
      """;

  /** What verdicts have since format 9. */
  static final String JUDGED =
      """
      transport STRING COMMENT 'The transport of the event; null where the scope is actor.',
      message_id STRING COMMENT 'The message of the event; null where the scope is actor.',
      window_start TIMESTAMP COMMENT
        'Start of the window of the event, of an alert or an investigation; null for none.',
      window_end TIMESTAMP COMMENT 'End of that window, exclusive.'
      """;

  static final String WITHHELD =
      """
      event_date DATE COMMENT 'A date of which messages were called malicious.',
      verdicts STRING COMMENT 'Hash of the verdicts by which its messages were counted.'
      """;

  static final String EXCUSED =
      """
      anomaly_id STRING COMMENT 'The anomaly that does not count.',
      event_id STRING COMMENT 'Its event.',
      profile STRING COMMENT 'Name of its profile.',
      actor STRING COMMENT 'Whose it is.',
      event_date DATE COMMENT 'UTC date of the event.',
      verdict_id STRING COMMENT 'The verdict that says so; null where a rule does.',
      rule STRING COMMENT 'The rule of the section suppress that does; null where a verdict does.'
      """;

  static final String APPLIED =
      """
      event_date DATE COMMENT 'A date on which verdicts hold.',
      verdicts STRING COMMENT 'Hash of those by which its anomalies were looked at.'
      """;

  private Assessed() {}
}
