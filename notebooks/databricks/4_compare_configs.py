# Databricks notebook source
# MAGIC %md
# MAGIC # Backfill, and compare two configs
# MAGIC
# MAGIC Before a change goes into the nightly config: run both over the same dates, each in a schema of its own, and look at what each finds that the
# MAGIC other does not. Nothing is sent, and the real warehouse stays as it is.
# MAGIC
# MAGIC Needs: a cluster in dedicated access mode, with the application jar (`jobs/target/nightwarden.jar`) as a library.

# COMMAND ----------

from datetime import date

dbutils.widgets.text("config", "/Volumes/main/nightwarden/config/nightwarden.yml")
dbutils.widgets.text("change", "profiles.logins.forest=null")
dbutils.widgets.text("first", "2025-03-01")
dbutils.widgets.text("last", "2025-03-31")
dbutils.widgets.text("old_schema", "main.nightwarden_old")
dbutils.widgets.text("new_schema", "main.nightwarden_new")

jvm = spark._jvm
first = jvm.java.time.LocalDate.parse(dbutils.widgets.get("first"))
last = jvm.java.time.LocalDate.parse(dbutils.widgets.get("last"))


def trial(schema, *settings):
    """One backfill in a schema of its own, which is made if need be."""
    spark.sql(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    given = spark.sparkContext._gateway.new_array(jvm.java.lang.String, len(settings))
    for i, setting in enumerate(settings):
        given[i] = setting
    warden = jvm.dev.nightwarden.api.Warden.open(
        spark._jsparkSession, dbutils.widgets.get("config"), given
    )
    return warden.trial(schema, first, last)


trial(dbutils.widgets.get("old_schema"))
trial(dbutils.widgets.get("new_schema"), dbutils.widgets.get("change"))

# COMMAND ----------

for table in ["anomalies", "malicious_events", "runs"]:
    spark.table(f"{dbutils.widgets.get('old_schema')}.{table}").createOrReplaceTempView(f"old_{table}")
    spark.table(f"{dbutils.widgets.get('new_schema')}.{table}").createOrReplaceTempView(f"new_{table}")

# COMMAND ----------

# MAGIC %md
# MAGIC ## Alerts per night
# MAGIC
# MAGIC A person on a night. Choose a bar chart: `event_date` across, `old` and `new` up.

# COMMAND ----------

# MAGIC %sql
# MAGIC SELECT
# MAGIC   event_date,
# MAGIC   count(DISTINCT CASE WHEN config = 'old' THEN actor END) AS old,
# MAGIC   count(DISTINCT CASE WHEN config = 'new' THEN actor END) AS new
# MAGIC FROM (
# MAGIC   SELECT event_date, actor, 'old' AS config FROM old_malicious_events
# MAGIC   UNION ALL
# MAGIC   SELECT event_date, actor, 'new' AS config FROM new_malicious_events)
# MAGIC GROUP BY event_date
# MAGIC ORDER BY event_date

# COMMAND ----------

# MAGIC %md
# MAGIC ## What only one of them finds

# COMMAND ----------

# MAGIC %sql
# MAGIC SELECT
# MAGIC   coalesce(o.event_date, n.event_date) AS event_date,
# MAGIC   coalesce(o.actor, n.actor) AS actor,
# MAGIC   CASE WHEN n.event_id IS NULL THEN 'only the old' ELSE 'only the new' END AS found_by,
# MAGIC   coalesce(o.detector, n.detector) AS detector,
# MAGIC   coalesce(o.reason, n.reason) AS reason
# MAGIC FROM old_malicious_events o
# MAGIC FULL JOIN new_malicious_events n ON o.anomaly_id = n.anomaly_id
# MAGIC WHERE o.anomaly_id IS NULL OR n.anomaly_id IS NULL
# MAGIC ORDER BY event_date, actor, detector, reason

# COMMAND ----------

# MAGIC %md
# MAGIC ## What must not differ
# MAGIC
# MAGIC Anomalies of a detector that the change does not touch: both counts are 0 where they are the same, row by row.

# COMMAND ----------

# MAGIC %sql
# MAGIC SELECT
# MAGIC   detector,
# MAGIC   count_if(config = 'old') AS only_old,
# MAGIC   count_if(config = 'new') AS only_new
# MAGIC FROM (
# MAGIC   SELECT detector, 'old' AS config FROM (
# MAGIC     SELECT detector, anomaly_id, score FROM old_anomalies EXCEPT SELECT detector, anomaly_id, score FROM new_anomalies)
# MAGIC   UNION ALL
# MAGIC   SELECT detector, 'new' AS config FROM (
# MAGIC     SELECT detector, anomaly_id, score FROM new_anomalies EXCEPT SELECT detector, anomaly_id, score FROM old_anomalies))
# MAGIC GROUP BY detector
# MAGIC ORDER BY detector

# COMMAND ----------

# MAGIC %md
# MAGIC ## What it costs: seconds by stage

# COMMAND ----------

# MAGIC %sql
# MAGIC SELECT stage, round(sum(CASE WHEN config = 'old' THEN seconds END), 1) AS old, round(sum(CASE WHEN config = 'new' THEN seconds END), 1) AS new
# MAGIC FROM (
# MAGIC   SELECT 'old' AS config, explode(step_seconds) AS (stage, seconds) FROM old_runs
# MAGIC   UNION ALL
# MAGIC   SELECT 'new' AS config, explode(step_seconds) AS (stage, seconds) FROM new_runs)
# MAGIC GROUP BY stage
# MAGIC ORDER BY stage
