package dev.nightwarden.investigate;

import dev.nightwarden.plugin.Plugin;
import java.util.List;

/** The built-in collectors and analyzers. */
public final class InvestigateTypes implements Plugin {
  @Override
  public List<Class<? extends Record>> types() {
    return List.of(
        TimeRange.class,
        Session.class,
        Day.class,
        ExponentialDecay.class,
        Threshold.class,
        AddedEvidence.class);
  }
}
