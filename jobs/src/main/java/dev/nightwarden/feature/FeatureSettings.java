package dev.nightwarden.feature;

import dev.nightwarden.investigate.Analyzer;
import dev.nightwarden.investigate.Collector;
import dev.nightwarden.plugin.Checked;
import dev.nightwarden.plugin.IllegalKeyException;
import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.OwnFile;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The section {@code features} of a config: filters, features, flags and clusters. */
@OwnFile
public record FeatureSettings(
    @Key(doc = "The transports it reads; default: all.", commas = true) List<String> transports,
    @Key(
            doc =
                "Whose a record is: a path into the message. Default, and where a record has none:"
                    + " the name of its transport.")
        String actor,
    @Key(doc = "Which records are dropped before anything looks at them.")
        List<FilterSettings> filters,
    @Key(doc = "The columns of the table of features, which clusters compare.")
        List<FeatureEntry> features,
    @Key(doc = "Rules; each hit is an anomaly of the detector flag:NAME.") List<FlagSettings> flags,
    @Key(
            doc =
                "Looks for records that lie apart by their features; {} for the default of every"
                    + " key. Default: none.")
        ClusterSettings clusters,
    @Key(
            doc = "The least severity of a flag whose hits are malicious as they stand.",
            fallback = "medium")
        Level minSeverity,
    @Key(doc = "Which anomalies an analyzer looks at together.", fallback = "time_range")
        Collector collector,
    @Key(
            doc =
                "Which anomalies of flags and clusters are malicious. Default: all that clusters"
                    + " find, and flags from min_severity.")
        Analyzer analyzer)
    implements Checked {
  /** The profile under which its anomalies stand. */
  public static final String PROFILE = "features";

  public FeatureSettings {
    transports = List.copyOf(transports);
    filters = List.copyOf(filters);
    features = List.copyOf(features);
    flags = List.copyOf(flags);
  }

  @Override
  public void check() {
    Entries.checkNames("filters", filters.stream().map(FilterSettings::name).toList());
    Entries.checkNames("features", features.stream().map(FeatureEntry::name).toList());
    Entries.checkNames("flags", flags.stream().map(FlagSettings::name).toList());
    for (int i = 0; i < flags.size(); i++) {
      check("flags.[%d]".formatted(i), flags.get(i));
    }
    if (clusters != null && features.isEmpty()) {
      throw new IllegalKeyException("clusters", "needs features to compare records by");
    }
    if (clusters != null && !clusters.engine().weighs()) {
      for (int i = 0; i < features.size(); i++) {
        if (features.get(i).multiplier() != 1) {
          throw new IllegalKeyException(
              "features.[%d].multiplier".formatted(i),
              "is %s, but the cluster engine counts all features alike"
                  .formatted(features.get(i).multiplier()));
        }
      }
    }
    if (flags.isEmpty() && features.isEmpty()) {
      throw new IllegalKeyException("flags", "is missing, and so is features; give one of them");
    }
  }

  private static void check(String at, FlagSettings flag) {
    Set<String> known = new TreeSet<>(flag.dataNeeded());
    known.add("actor");
    if (flag.params() != null) {
      known.addAll(flag.params().figures());
    }
    try {
      MessageTemplate.parse(flag.sentence()).check(known);
    } catch (IllegalKeyException e) {
      throw new IllegalKeyException(at + "." + e.key(), e.problem());
    }
  }
}
