# Databricks notebook source
# MAGIC %md
# MAGIC # Tuning a profile: thresholds against alerts per night
# MAGIC
# MAGIC `investigations` keeps the score of every window that was looked at, malicious or not, so the alerts of any threshold are one query away.
# MAGIC
# MAGIC Needs: a cluster in dedicated access mode, with the application jar (`jobs/target/nightwarden.jar`) as a library.

# COMMAND ----------

# The warehouse of the config: catalog.schema, whose tables nightwarden writes every night.
dbutils.widgets.text("warehouse", "main.nightwarden")
spark.sql("USE " + dbutils.widgets.get("warehouse"))

# The functions, where spark.sql.extensions of the cluster does not bring them already.
spark._jvm.dev.nightwarden.NightwardenFunctions.register(spark._jsparkSession)

# COMMAND ----------

# MAGIC %md
# MAGIC The first days teach: leave them out, and as many nights as you want to judge by. An alert is a person on a night.
# MAGIC
# MAGIC Choose a line chart: `threshold` across, `alerts_a_night` up.

# COMMAND ----------

# MAGIC %sql
# MAGIC CREATE OR REPLACE TEMPORARY VIEW judged AS
# MAGIC SELECT *
# MAGIC FROM investigations
# MAGIC WHERE event_date >= (SELECT date_add(min(event_date), 7) FROM messages)

# COMMAND ----------

# MAGIC %sql
# MAGIC WITH nights AS (
# MAGIC   SELECT count(DISTINCT event_date) AS nights
# MAGIC   FROM messages
# MAGIC   WHERE event_date >= (SELECT date_add(min(event_date), 7) FROM messages)
# MAGIC )
# MAGIC SELECT
# MAGIC   threshold,
# MAGIC   round(count(DISTINCT profile, actor, event_date) / max(nights), 2) AS alerts_a_night,
# MAGIC   count(*) AS windows
# MAGIC FROM judged
# MAGIC JOIN (SELECT id / 20D AS threshold FROM range(6, 21)) ON score >= threshold - 1e-9
# MAGIC CROSS JOIN nights
# MAGIC GROUP BY threshold
# MAGIC ORDER BY threshold

# COMMAND ----------

# MAGIC %md
# MAGIC ## Who would be woken for nothing?
# MAGIC
# MAGIC A number decides less than names do. Set `from` and `to` at the top: the people that the lower threshold adds.

# COMMAND ----------

dbutils.widgets.text("from", "0.55")
dbutils.widgets.text("to", "0.63")

added = spark.table("judged").where(
    f"score >= {float(dbutils.widgets.get('from'))} AND score < {float(dbutils.widgets.get('to'))}"
)
reasons = (
    spark.table("anomalies")
    .join(added.select("profile", "actor", "window_start", "window_end"), ["profile", "actor"])
    .where("event_time >= window_start AND event_time < window_end")
)
display(
    reasons.groupBy("actor", "window_start").agg({"reason": "max", "score": "avg"}).orderBy("window_start", "actor")
)

# COMMAND ----------

# MAGIC %md
# MAGIC ## Where noise comes from
# MAGIC
# MAGIC A field that is new for somebody every day makes every window odder.

# COMMAND ----------

# MAGIC %sql
# MAGIC SELECT profile, detector, field, count(*) AS anomalies, count(DISTINCT actor) AS people, round(avg(score), 2) AS mean
# MAGIC FROM anomalies
# MAGIC WHERE event_date >= (SELECT date_add(min(event_date), 7) FROM messages)
# MAGIC GROUP BY profile, detector, field
# MAGIC ORDER BY anomalies DESC, profile, detector, field

# COMMAND ----------

# MAGIC %md
# MAGIC What another weight, field or window length does is not in the tables yet: [4_compare_configs]($./4_compare_configs) runs it.
