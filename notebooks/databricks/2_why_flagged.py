# Databricks notebook source
# MAGIC %md
# MAGIC # Why was this event flagged?
# MAGIC
# MAGIC From an alert back to the counts it rests on.
# MAGIC
# MAGIC Needs: a cluster in dedicated access mode, with the application jar (`jobs/target/nightwarden.jar`) as a library.

# COMMAND ----------

# The warehouse of the config: catalog.schema, whose tables nightwarden writes every night.
dbutils.widgets.text("warehouse", "main.nightwarden")
spark.sql("USE " + dbutils.widgets.get("warehouse"))

# The functions, where spark.sql.extensions of the cluster does not bring them already.
spark._jvm.dev.nightwarden.NightwardenFunctions.register(spark._jsparkSession)

# COMMAND ----------

# MAGIC %sql
# MAGIC SELECT event_id, actor, event_time, collect_set(field) AS fields, collect_set(detector) AS found_by, max(score) AS score
# MAGIC FROM malicious_events
# MAGIC GROUP BY event_id, actor, event_time
# MAGIC ORDER BY event_time DESC
# MAGIC LIMIT 50

# COMMAND ----------

# MAGIC %md
# MAGIC Put the `event_id` of one into the field `event` at the top, and the path of the config into `config`. Without an event, the newest is taken.

# COMMAND ----------

dbutils.widgets.text("event", "")
dbutils.widgets.text("config", "/Volumes/main/nightwarden/config/nightwarden.yml")

event = dbutils.widgets.get("event") or spark.sql(
    "SELECT event_id FROM malicious_events ORDER BY event_time DESC, event_id LIMIT 1"
).first()["event_id"]
spark.sql("DECLARE OR REPLACE VARIABLE event STRING")
spark.sql("SET VAR event = '" + event.replace("'", "") + "'")

# COMMAND ----------

# MAGIC %md
# MAGIC ## In words
# MAGIC
# MAGIC What `nightwarden explain` says: the message, what each detector found, what was usual for its actor, and which features the forest
# MAGIC isolates it by.

# COMMAND ----------

no_settings = spark.sparkContext._gateway.new_array(spark._jvm.java.lang.String, 0)
warden = spark._jvm.dev.nightwarden.api.Warden.open(
    spark._jsparkSession, dbutils.widgets.get("config"), no_settings
)
for line in warden.explain(event):
    print(line)

# COMMAND ----------

# MAGIC %md
# MAGIC ## What the score of a value is made of
# MAGIC
# MAGIC `seen`: how often the actor showed the value before, in how many messages (`total`), among how many distinct values. `by_function` is what the
# MAGIC function makes of them; the field's weight in the config is not in it.

# COMMAND ----------

# MAGIC %sql
# MAGIC SELECT
# MAGIC   field,
# MAGIC   value,
# MAGIC   score,
# MAGIC   seen,
# MAGIC   total,
# MAGIC   `distinct`,
# MAGIC   missing,
# MAGIC   CASE known
# MAGIC     WHEN 'optional' THEN optional_score(CASE WHEN value IS NOT NULL THEN seen END, total, missing)
# MAGIC     ELSE mandatory_score(CASE WHEN value IS NOT NULL THEN seen END, total, `distinct`)
# MAGIC   END AS by_function
# MAGIC FROM (
# MAGIC   SELECT
# MAGIC     field,
# MAGIC     value,
# MAGIC     score,
# MAGIC     get_json_object(evidence, '$.reporter') AS known,
# MAGIC     CAST(get_json_object(evidence, '$.seen') AS BIGINT) AS seen,
# MAGIC     CAST(get_json_object(evidence, '$.total') AS BIGINT) AS total,
# MAGIC     CAST(get_json_object(evidence, '$.distinct') AS BIGINT) AS `distinct`,
# MAGIC     CAST(get_json_object(evidence, '$.missing') AS BIGINT) AS missing
# MAGIC   FROM anomalies
# MAGIC   WHERE event_id = event AND detector = 'reporter')
# MAGIC ORDER BY field

# COMMAND ----------

# MAGIC %md
# MAGIC ## What was usual
# MAGIC
# MAGIC Choose a scatter chart: `event_date` across, `value` up, its size by `messages`.

# COMMAND ----------

# MAGIC %sql
# MAGIC SELECT event_date, field, coalesce(value, 'missing') AS value, sum(`count`) AS messages
# MAGIC FROM feature_counts
# MAGIC WHERE (profile, actor) IN (SELECT profile, actor FROM anomalies WHERE event_id = event)
# MAGIC GROUP BY event_date, field, value
# MAGIC ORDER BY field, event_date, value

# COMMAND ----------

# MAGIC %md
# MAGIC ## Why that was enough
# MAGIC
# MAGIC The windows of the same day, the highest first: what the analyzer made of each group of anomalies.

# COMMAND ----------

# MAGIC %sql
# MAGIC SELECT actor, window_start, events, anomalies, round(score, 3) AS score, malicious > 0 AS is_malicious
# MAGIC FROM investigations
# MAGIC WHERE (profile, event_date) IN (SELECT profile, event_date FROM anomalies WHERE event_id = event)
# MAGIC ORDER BY score DESC, actor
# MAGIC LIMIT 50
