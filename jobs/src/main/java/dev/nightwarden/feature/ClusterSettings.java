package dev.nightwarden.feature;

import dev.nightwarden.plugin.Key;

/** Which records lie apart from the others of their date. */
public record ClusterSettings(
    @Key(doc = "How they are found: gower or forest, with its own keys.", fallback = "gower")
        ClusterEngine engine,
    @Key(doc = "The least score of an anomaly.", fallback = "0", min = 0, max = 1)
        double threshold) {}
