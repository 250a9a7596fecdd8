package dev.nightwarden.score;

import static dev.nightwarden.table.Columns.VALUE;
import static org.apache.spark.sql.functions.col;

import dev.nightwarden.observe.Field;
import dev.nightwarden.observe.Observe;
import dev.nightwarden.observe.Peers;
import dev.nightwarden.observe.Profile;
import dev.nightwarden.reporter.Mandatory;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What messages say of whose peer an actor is: counted as fields of names of their own. */
public final class PeerFields {
  private PeerFields() {}

  /**
   * Adds what messages say of peers to the observations of a profile.
   *
   * @param watched what {@link Observe#watched} gives
   */
  public static Dataset<Row> with(
      Dataset<Row> observations, Dataset<Row> watched, Profile profile) {
    return profile.peers() == null
        ? observations
        : observations.unionByName(observations(watched, profile));
  }

  /**
   * Rows as {@link Observe#observations} gives them, of messages that say something.
   *
   * @param watched what {@link Observe#watched} gives
   */
  static Dataset<Row> observations(Dataset<Row> watched, Profile profile) {
    Map<String, Field> fields = new TreeMap<>();
    for (String path : profile.peers().by()) {
      fields.put(Peers.FIELD_PREFIX + path, new Field.Single(path, new Mandatory(1)));
    }
    Profile saying =
        new Profile(
            profile.name(),
            profile.transports(),
            profile.matches(),
            profile.actor(),
            profile.actorSql(),
            profile.history(),
            fields,
            profile.types());
    return Observe.observations(watched, saying).where(col(VALUE).isNotNull());
  }
}
