package dev.nightwarden.table;

/** The columns of the table that tells of runs, as DDL. */
final class Ledgered {
  static final String RUNS =
      """
      run_id STRING COMMENT 'Id of the run.',
      command STRING COMMENT
        'run, watch, backfill, ingest, train, collect, investigate, ship, maintain or forget.',
      from_date DATE COMMENT 'What was asked for; null for whatever is new.',
      to_date DATE COMMENT 'What was asked for; null for the newest.',
      dates ARRAY<DATE> COMMENT 'The dates that were scored.',
      started_at TIMESTAMP COMMENT 'When it started.',
      ended_at TIMESTAMP COMMENT 'When it ended; null while it works.',
      seconds DOUBLE COMMENT 'How long it took, up to this state of it.',
      status STRING COMMENT 'running, waiting (a backfill that gave way), succeeded, failed or died.',
      counts MAP<STRING, BIGINT> COMMENT 'Counts by stage.what, such as score.anomalies.',
      step_seconds MAP<STRING, DOUBLE> COMMENT 'Seconds by stage.',
      pending MAP<STRING, ARRAY<DATE>>
        COMMENT 'By stage, the dates it has still to do; and quiet, reserved, early: see above.',
      stale ARRAY<DATE> COMMENT 'Dates whose scores rest on a history that has changed since.',
      newest_scored DATE COMMENT 'The newest scored date, which is still open.',
      config_hash STRING COMMENT 'Tells configs apart.',
      profile_hashes MAP<STRING, STRING>
        COMMENT 'Hashes of the settings that decide results, by what they are of.',
      code_version STRING COMMENT 'The build that ran.',
      error STRING COMMENT 'What went wrong; null for nothing.'
      """;

  private Ledgered() {}
}
