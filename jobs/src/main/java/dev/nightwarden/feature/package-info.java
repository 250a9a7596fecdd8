/**
 * What people say matters in their data. In: messages of a range of dates. Out: the same messages
 * without what filters drop, a table of features with one row per message, and the anomalies that
 * flags and clusters see in them.
 */
package dev.nightwarden.feature;
