package dev.nightwarden.status;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Gauges in Prometheus' text format, version 0.0.4: each metric once, with its help and type, then
 * its samples.
 */
final class PrometheusText {
  private final StringBuilder text = new StringBuilder();

  /** Begins a metric. */
  PrometheusText gauge(String name, String help) {
    text.append("# HELP ").append(name).append(' ');
    text.append(help.replace("\\", "\\\\").replace("\n", "\\n")).append('\n');
    text.append("# TYPE ").append(name).append(" gauge\n");
    return this;
  }

  /**
   * One sample.
   *
   * @param labels by name, in order; their values may hold anything
   */
  PrometheusText sample(String name, Map<String, String> labels, double value) {
    StringJoiner pairs = new StringJoiner(",", "{", "}");
    labels.forEach((label, content) -> pairs.add(label + "=\"" + escaped(content) + "\""));
    text.append(name).append(pairs).append(' ').append(number(value)).append('\n');
    return this;
  }

  private static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  static String escaped(String label) {
    return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  /** The labels and one more. */
  static Map<String, String> with(Map<String, String> labels, String label, String content) {
    Map<String, String> more = new LinkedHashMap<>(labels);
    more.put(label, content);
    return more;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
