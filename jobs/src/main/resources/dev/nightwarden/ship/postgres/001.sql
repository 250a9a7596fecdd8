-- One row per malicious anomaly. ${table} is the quoted name of the table.
create table ${table} (
  event_id text not null,
  message_id text,
  actor_id text,
  created_at timestamptz not null,
  anomaly_id text primary key,
  field_id text,
  score double precision,
  profile text,
  actor text,
  detector text,
  field text,
  value text,
  reason text,
  severity text,
  investigation_id text,
  run_id text
);
create index on ${table} (created_at);
-- By hash: an actor may be longer than an entry of a b-tree.
create index on ${table} using hash (actor);
