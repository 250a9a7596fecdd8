package dev.nightwarden.feature.metric;

import dev.nightwarden.plugin.Plugin;
import java.util.List;

/** The built-in metrics; two of them by names that Anomal's users know. */
public final class MetricTypes implements Plugin {
  @Override
  public List<Class<? extends Record>> types() {
    return List.of(
        NumbersInHostname.class,
        DigitShare.class,
        HostnameEntropy.class,
        ShannonEntropy.class,
        Base32Entropy.class,
        Base64Entropy.class,
        LabelCount.class,
        RegisteredDomain.class,
        PublicSuffix.class,
        EmptyQueryName.class,
        IsAddress.class,
        GeneratedDomain.class,
        Length.class,
        Hour.class,
        Minute.class,
        PopularityRankMetric.class,
        Alexa1mRating.class,
        EditDistanceMetric.class);
  }
}
