package dev.nightwarden.ship;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import dev.nightwarden.table.Columns;
import io.delta.tables.DeltaTable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Where a Delta table of ours is: in a folder, or in a catalog.
 *
 * @param shown as the config has it
 * @param location the folder of the table; null in a catalog
 */
record DeltaPlace(String shown, StoreFile location, SparkSession spark) {
  private static final String DATA_SET = "nightwarden.data_set";
  private static final String VERSION = "nightwarden.version";

  static DeltaPlace folder(StoreFile location, SparkSession spark) {
    return new DeltaPlace(location.shown(), location, spark);
  }

  static DeltaPlace table(String name, SparkSession spark) {
    return new DeltaPlace(name, null, spark);
  }

  /**
   * The version of a data set that the table holds; 0 where there is no table.
   *
   * @throws IOException if what is there is not a table of ours
   */
  int version(String dataSet) throws IOException {
    if (!exists()) {
      return 0;
    }
    Map<Object, Object> properties;
    try {
      properties = deltaTable().detail().select("properties").head().getJavaMap(0);
    } catch (Exception e) {
      throw notOurs("it is no Delta table", e);
    }
    if (!dataSet.equals(properties.get(DATA_SET))) {
      throw notOurs("it has no property %s = %s".formatted(DATA_SET, dataSet), null);
    }
    return Integer.parseInt(String.valueOf(properties.get(VERSION)));
  }

  private IOException notOurs(String why, Exception cause) {
    return new IOException(
        ("%s is there already and was not made by Nightwarden (%s): name another place, or move"
                + " that one away")
            .formatted(shown, why),
        cause);
  }

  private boolean exists() throws IOException {
    if (location == null) {
      return spark.catalog().tableExists(shown);
    }
    if (DeltaTable.isDeltaTable(spark, path())) {
      return true;
    }
    try {
      for (FileStatus file : location.files().listStatus(location.path())) {
        if (!file.isDirectory() || !file.getPath().getName().equals("_delta_log")) {
          throw notOurs("it is no Delta table", null);
        }
      }
    } catch (FileNotFoundException e) {
      return false;
    }
    return false;
  }

  /** Makes the table, empty, in the first version of a data set. */
  void make(String dataSet, StructType columns) {
    StructType nullable = new StructType();
    for (StructField field : columns.fields()) {
      nullable = nullable.add(field.name(), field.dataType(), true);
    }
    spark.sql(
        """
        CREATE TABLE IF NOT EXISTS %s (%s) USING delta PARTITIONED BY (%s)
        TBLPROPERTIES ('%s' = '%s', '%s' = '1')
        """
            .formatted(
                sqlName(), nullable.toDDL(), Columns.EVENT_DATE, DATA_SET, dataSet, VERSION));
  }

  /** Notes the version of the data set that the table now holds. */
  void markAs(int version) {
    spark.sql(
        "ALTER TABLE %s SET TBLPROPERTIES ('%s' = '%d')".formatted(sqlName(), VERSION, version));
  }

  boolean isEmpty() {
    return deltaTable().toDF().isEmpty();
  }

  /**
   * Replaces rows in one commit.
   *
   * @param where the condition that holds for those that are replaced; null for all
   * @param version what tells the commit from those of others
   */
  void write(Dataset<Row> rows, String where, Map<String, String> version) {
    if (location != null) {
      DataFrameWriter<Row> writer =
          rows.write().format("delta").options(version).option("mergeSchema", true);
      if (where != null) {
        writer.option("replaceWhere", where);
      }
      writer.mode("overwrite").save(path());
      return;
    }
    try {
      rows.writeTo(shown)
          .options(version)
          .option("mergeSchema", true)
          .overwrite(where == null ? lit(true) : expr(where));
    } catch (NoSuchTableException e) {
      throw new IllegalStateException(shown + " was dropped while it was written", e);
    }
  }

  private DeltaTable deltaTable() {
    return location == null ? DeltaTable.forName(spark, shown) : DeltaTable.forPath(spark, path());
  }

  private String path() {
    return location.path().toString();
  }

  private String sqlName() {
    return location == null ? shown : "delta.`" + path().replace("`", "``") + "`";
  }
}
