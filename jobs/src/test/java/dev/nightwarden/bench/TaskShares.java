package dev.nightwarden.bench;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Of the stages that read many rows by a shuffle, the one with the largest share in one task. */
final class TaskShares extends SparkListener {
  private final long least;
  private final Map<Integer, long[]> stages = new HashMap<>();

  /**
   * @param least stages that read fewer rows are left out
   */
  TaskShares(long least) {
    this.least = least;
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    TaskMetrics metrics = end.taskMetrics();
    if (metrics != null) {
      long rows = metrics.shuffleReadMetrics().recordsRead();
      long[] stage = stages.computeIfAbsent(end.stageId(), id -> new long[3]);
      stage[0] += rows;
      stage[1] = Math.max(stage[1], rows);
      stage[2]++;
    }
  }

  @Override
  public synchronized String toString() {
    double share = 0;
    long[] largest = new long[3];
    for (long[] stage : stages.values()) {
      if (stage[0] >= least && stage[2] > 1 && (double) stage[1] / stage[0] > share) {
        share = (double) stage[1] / stage[0];
        largest = stage;
      }
    }
    return String.format(
        Locale.ROOT,
        "the largest task of a shuffle had %.0f%% of its %,d rows (of %d tasks)",
        100 * share,
        largest[0],
        largest[2]);
  }
}
