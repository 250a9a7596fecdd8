package dev.nightwarden.investigate;

import static dev.nightwarden.table.Columns.DETECTOR;
import static dev.nightwarden.table.Columns.FIELD;
import static dev.nightwarden.table.Columns.PROFILE;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/**
 * Which techniques of MITRE ATT&amp;CK anomalies are signs of, as the config says.
 *
 * @param signs of those that an anomaly is of, the first counts
 */
public record Attack(List<Sign> signs) {
  /** No anomaly is a sign of anything. */
  public static final Attack NONE = new Attack(List.of());

  public Attack {
    signs = List.copyOf(signs);
  }

  /**
   * The anomalies of a profile, of a detector in it, or of one of its fields.
   *
   * @param detector null: any
   * @param field null: any
   * @param techniques by their ids, at least one
   */
  public record Sign(String profile, String detector, String field, List<String> techniques) {
    public Sign {
      techniques = List.copyOf(techniques);
    }

    private Column isOf() {
      Column is = col(PROFILE).equalTo(profile);
      if (detector != null) {
        is = is.and(col(DETECTOR).equalTo(detector));
      }
      return field == null ? is : is.and(col(FIELD).equalTo(field));
    }
  }

  /** The techniques of a row of {@code anomalies}: an array of texts; null where there are none. */
  public Column techniques() {
    Column techniques = null;
    for (Sign sign : signs) {
      Column ids = array(sign.techniques().stream().map(functions::lit).toArray(Column[]::new));
      techniques = techniques == null ? when(sign.isOf(), ids) : techniques.when(sign.isOf(), ids);
    }
    return techniques == null ? lit(null).cast("array<string>") : techniques;
  }
}
