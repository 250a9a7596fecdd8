package dev.nightwarden.peers;

import dev.nightwarden.observe.Profile;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Which actors belong together, for whoever compares them by something else than values. */
public final class PeerGroups {
  /** With fewer peers an actor is compared with everybody. */
  public static final int FEWEST_PEERS = Sizes.FEWEST_PEERS;

  private PeerGroups() {}

  /**
   * One row per profile and actor of whom anything is known: profile, actor, group_days (array of
   * int, ascending: days since 1970 from which), groups (array of string, as long; empty for none).
   *
   * @param profiles those that have peers, and others
   * @param counts rows of {@code feature_counts}, up to the last date that is asked for
   * @throws dev.nightwarden.plugin.IllegalKeyException if a directory cannot be read
   */
  public static Dataset<Row> of(List<Profile> profiles, Dataset<Row> counts) {
    return new Groups(profiles).of(counts, Others.directories(counts.sparkSession(), profiles));
  }

  /** The group on a day; empty for none. */
  public static String on(List<Integer> groupDays, List<String> groups, int day) {
    return new GroupSpans(groupDays, groups).on(day);
  }
}
