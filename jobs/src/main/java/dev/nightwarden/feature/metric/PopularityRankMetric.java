package dev.nightwarden.feature.metric;

import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;

/** The rank of a name in a popularity list. */
@TypeName(value = "popularity_rank", doc = Popularity.RANK)
public record PopularityRankMetric(
    @Key(doc = Popularity.LIST, fallback = Popularity.BUILT_IN) String list)
    implements Popularity {}
