package dev.nightwarden.reporter;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;
import org.apache.spark.sql.Column;

/**
 * For any field: a value is as odd as it is unlikely, by what the actor, its peers and everybody
 * showed before. The score is 1 less the {@linkplain dev.nightwarden.predictive.Tail probability of
 * a value that is no likelier}.
 */
@TypeName(
    value = "typical",
    doc =
        "For any field: a value is as odd as it is unlikely, by what the actor, its peers and"
            + " everybody showed before.")
public record Typical(
    @Key(doc = "Evidence is multiplied by this.", fallback = "1.0", above = 0, max = 1)
        double weight,
    @Key(doc = "The least score of an anomaly.", fallback = "0.95", above = 0, max = 1)
        double minScore)
    implements Reporter {
  /** How far a score may miss the least one and still reach it. */
  private static final double TOLERANCE = 1e-9;

  @Override
  public Column score(Evidence known) {
    Column score = lit(1.0).minus(exp(known.others().lnTail()));
    return when(coalesce(score.geq(minScore - TOLERANCE), lit(false)), score).otherwise(0.0);
  }

  @Override
  public boolean isUsual(double leastTail) {
    return 1 - leastTail < minScore - 2 * TOLERANCE;
  }

  @Override
  public boolean looksAtOthers() {
    return true;
  }

  @Override
  public Column reason(Evidence known, Column actor) {
    OtherEvidence others = known.others();
    Column own =
        when(known.total().equalTo(0), concat(lit("in the first message of "), actor))
            .when(
                known.seen().equalTo(0),
                concat(lit("never in "), messages(known.total()), lit(" of "), actor))
            .otherwise(
                concat(
                    lit("in "),
                    known.seen().cast("string"),
                    lit(" of "),
                    messages(known.total()),
                    lit(" of "),
                    actor));
    Column ofPeers =
        when(
                others.group().notEqual(""),
                concat(
                    lit("; "),
                    others.peersSeen().cast("string"),
                    lit(" of "),
                    others.peers().cast("string"),
                    lit(" peers ("),
                    others.group(),
                    lit("), ")))
            .otherwise(lit("; "));
    return concat(
        own,
        ofPeers,
        others.othersSeen().cast("string"),
        lit(" of "),
        others.everybody().cast("string"),
        lit(" others"),
        when(
                others.newcomers().gt(0),
                concat(
                    lit("; "),
                    others.newcomers().cast("string"),
                    lit(" others first show it on this day too")))
            .otherwise(lit("")));
  }

  private static Column messages(Column count) {
    return concat(
        count.cast("string"), when(count.equalTo(1), lit(" message")).otherwise(lit(" messages")));
  }
}
