package dev.nightwarden.forest;

import java.util.ArrayList;
import java.util.List;

/**
 * A tree as {@link IsolationForest} describes it, with nothing done to be quick: each node keeps
 * its events and asks them all. Grown by the same chance it is the same tree as an {@link
 * AxisTree}.
 */
final class SlowTree {
  private final List<float[]> events;
  private final int depth;
  private final int limit;
  private final int all;
  private int column = -1;
  private float cut;
  private SlowTree left;
  private SlowTree right;

  private SlowTree(List<float[]> events, int depth, int limit, int all) {
    this.events = events;
    this.depth = depth;
    this.limit = limit;
    this.all = all;
  }

  static SlowTree grow(List<float[]> events, SplitMix random) {
    return grow(events, 0, PathLength.limit(events.size()), events.size(), random);
  }

  private static SlowTree grow(
      List<float[]> events, int depth, int limit, int all, SplitMix random) {
    SlowTree node = new SlowTree(events, depth, limit, all);
    List<Integer> varying = node.varying();
    if (varying.isEmpty() || depth == limit) {
      return node;
    }
    node.column = varying.get(random.below(varying.size()));
    float low = node.least(node.column);
    float high = node.most(node.column);
    node.cut = Float.NaN;
    if (!node.someMiss(node.column)) {
      double place = (random.below(1 << 16) + 0.5) / (1 << 16);
      node.cut = (float) (low + ((double) high - low) * place);
      node.cut = node.cut < high ? node.cut : Math.nextDown(high);
    }
    List<float[]> less = new ArrayList<>();
    List<float[]> more = new ArrayList<>();
    for (float[] event : events) {
      (node.goesLeft(event) ? less : more).add(event);
    }
    node.left = grow(less, depth + 1, limit, all, random);
    node.right = grow(more, depth + 1, limit, all, random);
    return node;
  }

  /** The expected cuts from here on, those above included, of an event not isolated before. */
  double path(float[] event) {
    if (events.size() == 1) {
      return depth;
    }
    List<Integer> varying = varying();
    double chance = 0;
    int apart = 0;
    for (int j = 0; j < event.length; j++) {
      if (varying.contains(j)) {
        chance += beyond(event, j);
      } else if (!same(event[j], events.get(0)[j])) {
        apart++;
      }
    }
    double isolated = apart + chance == 0 ? 0 : (apart + chance) / (apart + varying.size());
    return isolated * (depth + 1) + (1 - isolated) * further(event, varying.isEmpty());
  }

  private double further(float[] event, boolean equal) {
    if (column < 0) {
      double share = equal ? (double) events.size() / all : 0;
      return depth + (limit - depth) * share + PathLength.average(events.size());
    }
    return (goesLeft(event) ? left : right).path(event);
  }

  private double beyond(float[] event, int j) {
    if (someMiss(j)) {
      return 0;
    }
    double low = least(j);
    double high = most(j);
    if (Float.isNaN(event[j])) {
      return 1;
    }
    double distance = Math.max(Math.max(low - event[j], event[j] - high), 0);
    return distance == 0 ? 0 : distance / (distance + high - low);
  }

  private boolean goesLeft(float[] event) {
    return Float.isNaN(event[column]) || event[column] <= cut;
  }

  private List<Integer> varying() {
    List<Integer> varying = new ArrayList<>();
    for (int j = 0; j < events.get(0).length; j++) {
      int column = j;
      if (events.stream().anyMatch(event -> !same(event[column], events.get(0)[column]))) {
        varying.add(j);
      }
    }
    return varying;
  }

  private boolean someMiss(int j) {
    return events.stream().anyMatch(event -> Float.isNaN(event[j]));
  }

  private float least(int j) {
    return (float) events.stream().mapToDouble(event -> event[j]).min().orElseThrow();
  }

  private float most(int j) {
    return (float) events.stream().mapToDouble(event -> event[j]).max().orElseThrow();
  }

  private static boolean same(float one, float other) {
    return one == other || (Float.isNaN(one) && Float.isNaN(other));
  }
}
