package dev.nightwarden.score;

import dev.nightwarden.reporter.Reporter;
import java.util.Queue;
import org.apache.spark.sql.Row;

/** What is known of one actor while a pass goes over its entries in their order. */
abstract class ActorCounts implements AutoCloseable {
  final String profile;
  final String actor;
  final String[] fields;
  final Reporter[] reporters;
  final boolean isOfUnusual;

  /**
   * @param isOfUnusual whether values are left out of which a reporter says that they are usual
   */
  ActorCounts(Watched watched, String actor, boolean isOfUnusual) {
    this.profile = watched.profile();
    this.actor = actor;
    this.isOfUnusual = isOfUnusual;
    fields = watched.fields().toArray(String[]::new);
    reporters = watched.reporters().toArray(Reporter[]::new);
  }

  final boolean isOf(String ofProfile, String ofActor) {
    return ofActor.equals(actor) && ofProfile.equals(profile);
  }

  /** Takes what is no message. */
  abstract void note(Row entry);

  /** Takes a message, and tells what was known of each of its values. */
  abstract void observe(Row message, Queue<Row> observed);

  @Override
  public abstract void close();
}
