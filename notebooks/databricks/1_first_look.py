# Databricks notebook source
# MAGIC %md
# MAGIC # A first look at your logs
# MAGIC
# MAGIC What is in the tables, when do people work, which values are usual, and how long does it take until the usual is known?
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
# MAGIC ## Is anything lost?
# MAGIC
# MAGIC A record that cannot become a message is kept with the reason.

# COMMAND ----------

# The table is made by the first reject.
if spark.catalog.tableExists("rejects"):
    display(spark.table("rejects").groupBy("transport", "reason").count().orderBy("count", ascending=False))
else:
    print("no record was ever refused")

# COMMAND ----------

# MAGIC %md
# MAGIC ## How much, and when?
# MAGIC
# MAGIC Choose a bar chart: `event_date` across, `messages` up, by `transport`.

# COMMAND ----------

# MAGIC %sql
# MAGIC SELECT event_date, transport, count(*) AS messages
# MAGIC FROM messages
# MAGIC GROUP BY event_date, transport
# MAGIC ORDER BY event_date, transport

# COMMAND ----------

# MAGIC %sql
# MAGIC SELECT weekday(event_date) AS weekday, hour(event_time) AS hour_utc, count(*) AS messages
# MAGIC FROM messages
# MAGIC GROUP BY weekday, hour_utc
# MAGIC ORDER BY weekday, hour_utc

# COMMAND ----------

# MAGIC %md
# MAGIC ## What does a message say?
# MAGIC
# MAGIC `value_at` takes the value at a path as JSON, `text_at` as text.

# COMMAND ----------

# MAGIC %sql
# MAGIC SELECT
# MAGIC   text_at(data, 'user') AS who,
# MAGIC   value_at(data, 'geo.city') AS city,
# MAGIC   registered_domain('www.example.co.uk') AS what_functions_do,
# MAGIC   printable(to_json(data)) AS message
# MAGIC FROM messages
# MAGIC ORDER BY event_time DESC
# MAGIC LIMIT 20

# COMMAND ----------

# MAGIC %md
# MAGIC ## Is a field worth watching?
# MAGIC
# MAGIC A field tells something where each person has few values of it and different people have different ones.

# COMMAND ----------

# MAGIC %sql
# MAGIC SELECT
# MAGIC   profile,
# MAGIC   field,
# MAGIC   count(*) AS people,
# MAGIC   round(avg(value_count), 1) AS values_a_person,
# MAGIC   max(value_count) AS most,
# MAGIC   round(sum(missing) / sum(messages), 2) AS share_missing
# MAGIC FROM (
# MAGIC   SELECT
# MAGIC     profile,
# MAGIC     field,
# MAGIC     actor,
# MAGIC     count(DISTINCT value) AS value_count,
# MAGIC     sum(`count`) AS messages,
# MAGIC     sum(CASE WHEN value IS NULL THEN `count` ELSE 0 END) AS missing
# MAGIC   FROM feature_counts
# MAGIC   GROUP BY profile, field, actor)
# MAGIC GROUP BY profile, field
# MAGIC ORDER BY profile, field

# COMMAND ----------

# MAGIC %md
# MAGIC ## How long must it learn?
# MAGIC
# MAGIC Values seen for the first time, by day. Choose a stacked bar chart: `first_day` across, `new_values` up, by `field`. What is left after the
# MAGIC first week is the noise that every night will have.

# COMMAND ----------

# MAGIC %sql
# MAGIC SELECT first_day, field, count(*) AS new_values
# MAGIC FROM (
# MAGIC   SELECT field, min(event_date) AS first_day
# MAGIC   FROM feature_counts
# MAGIC   GROUP BY profile, field, actor, value)
# MAGIC GROUP BY first_day, field
# MAGIC ORDER BY first_day, field

# COMMAND ----------

# MAGIC %md
# MAGIC ## And what did the last night say?

# COMMAND ----------

# MAGIC %sql
# MAGIC SELECT actor, event_time, detector, field, value, score, reason
# MAGIC FROM malicious_events
# MAGIC WHERE event_date = (SELECT max(event_date) FROM messages)
# MAGIC ORDER BY event_time, actor, field
