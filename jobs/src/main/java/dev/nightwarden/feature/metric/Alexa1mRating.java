package dev.nightwarden.feature.metric;

import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;

/** {@link PopularityRankMetric} by the name that Anomal's users know. */
@TypeName(value = "alexa_1m_rating", doc = Popularity.RANK)
public record Alexa1mRating(@Key(doc = Popularity.LIST, fallback = Popularity.BUILT_IN) String list)
    implements Popularity {}
