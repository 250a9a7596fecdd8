package dev.nightwarden.feature.metric;

import dev.nightwarden.plugin.Key;
import dev.nightwarden.plugin.TypeName;

/** How popular a name is by a list. */
@TypeName(value = "popularity_rank", doc = Popularity.RANK)
public record PopularityRankMetric(
    @Key(doc = Popularity.LIST, fallback = Popularity.BUILT_IN) String list)
    implements Popularity {}
