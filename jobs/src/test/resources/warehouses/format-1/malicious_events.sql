-- What the program of the first format left in PostgreSQL after the night of this folder.
create table "public"."nightwarden_schema" (
  table_name text not null,
  version integer not null,
  applied_at timestamptz not null default now(),
  primary key (table_name, version));
create table "public"."malicious_events" (
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
create index on "public"."malicious_events" (created_at);
create index on "public"."malicious_events" using hash (actor);
insert into "public"."nightwarden_schema" (table_name, version) values ('malicious_events', 1);
insert into "public"."malicious_events" values
  ('38619e91d19f0f091d7dd9fed91f9ac8', '79f1ae7b3e6821ee36267a37f70f4942', '155e954a4ba1c062bc381676447fbf20', '2025-03-01T08:00:00.000000Z', '1c680e5c03f4deda1a84078e30b7c942', 'd331b27e2f96d180c96086275bdaf002', 1.0, 'logins', 'ann', 'reporter', 'device', '"phone"', 'device "phone" in the first message of ann', 'high', '95439dd711bdfd8afc1a3768d33e0f8c', '20261126T055739.859Z-d3abd2'),
  ('38619e91d19f0f091d7dd9fed91f9ac8', '79f1ae7b3e6821ee36267a37f70f4942', '155e954a4ba1c062bc381676447fbf20', '2025-03-01T08:00:00.000000Z', 'efd92473ccd12ec37dfe47a7f8202f22', 'd90d3b496014bf62cdbf6092076cefa3', 1.0, 'logins', 'ann', 'reporter', 'city', '"Lima"', 'city "Lima" in the first message of ann', 'high', '95439dd711bdfd8afc1a3768d33e0f8c', '20261126T055739.859Z-d3abd2'),
  ('002f448614156cf76d50658048fc53b3', '0ae8fd967638566c32611c553b932da1', 'a4a2a63e6a672745c991a9644d28250c', '2025-03-01T08:30:00.000000Z', '3fc021c78b160cdf6a783e1887be954e', 'd90d3b496014bf62cdbf6092076cefa3', 1.0, 'logins', 'bob', 'reporter', 'city', '"Oslo"', 'city "Oslo" in the first message of bob', 'high', 'b944975a0f5d57316ce31f71ff7c8dce', '20261126T055739.859Z-d3abd2'),
  ('16badebaf4d8cfc92578bf7fe792db74', 'd16534500fd4475c435c749c18ebc091', '0953f5624550c362fec2d43245d1dc4b', '2025-03-01T09:00:00.000000Z', '14cfce6b9885ba6c50c65de35f597959', 'd90d3b496014bf62cdbf6092076cefa3', 1.0, 'logins', 'cid', 'reporter', 'city', '"Rome"', 'city "Rome" in the first message of cid', 'high', '7345b1ff6b16cd5436112d07a7a8710b', '20261126T055739.859Z-d3abd2'),
  ('16badebaf4d8cfc92578bf7fe792db74', 'd16534500fd4475c435c749c18ebc091', '0953f5624550c362fec2d43245d1dc4b', '2025-03-01T09:00:00.000000Z', '96d48909c45e4add6e37c67ddc988617', 'd331b27e2f96d180c96086275bdaf002', 1.0, 'logins', 'cid', 'reporter', 'device', '"laptop"', 'device "laptop" in the first message of cid', 'high', '7345b1ff6b16cd5436112d07a7a8710b', '20261126T055739.859Z-d3abd2'),
  ('3caf22765c5401f127544d0175ce08a4', 'b2309a4a69a350fbec02c31a45f67c71', 'a4a2a63e6a672745c991a9644d28250c', '2025-03-01T12:30:00.000000Z', '0a026a7675f5eeea9e82ccefd5bb8d94', 'd331b27e2f96d180c96086275bdaf002', 1.0, 'logins', 'bob', 'reporter', 'device', '"laptop"', 'device "laptop" never seen for bob, who had no value in 1 of 1 earlier message', 'high', '46979b854fcc06ac2e229e72ea8b34e6', '20261126T055739.859Z-d3abd2'),
  ('714289d4b8fd6f8c32e884db0ea83885', 'b00eb3b1b4496a236e69c610b6c5144d', '155e954a4ba1c062bc381676447fbf20', '2025-03-02T17:00:00.000000Z', '37292bef3f95399e7de7787ea6899478', 'd90d3b496014bf62cdbf6092076cefa3', 1.0, 'logins', 'ann', 'reporter', 'city', '"Kyiv"', 'city "Kyiv" never seen for ann in 4 earlier messages', 'high', '5d9c43a15f59429209c6eb8a5528e7ca', '20261126T055739.859Z-d3abd2'),
  ('f2ac9e0e6173f1c44a4ecce8010ca83e', '2f9e498af132403a42f654e37cf8f22d', '1b6e6c73ee8b0a5892753d89e89b55ea', '2025-03-03T17:00:00.000000Z', '8aff8cd7fb4aa1158211240b93e8bd29', 'b5b28f748061ff81b8c83eb6cdfcb72f', 1.0, 'features', 'bob', 'flag:transfer_above', 'transfer_above', '{"above":"1000000","amount":"2500000","bytes":"2500000"}', 'bob moved 2500000 bytes', 'high', null, '20261126T055739.859Z-d3abd2');
