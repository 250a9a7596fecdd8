/**
 * The section {@code features}: filters, features, flags and clusters. In: messages of a range of
 * dates. Out: the messages that no filter drops, a table of features with one row per message, and
 * the anomalies of flags and clusters.
 */
package dev.nightwarden.feature;
