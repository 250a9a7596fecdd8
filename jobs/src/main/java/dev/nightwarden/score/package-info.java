/**
 * Scores observations. In: observations and the counts of earlier days. Out: what the history
 * before each message held on its value, and {@code anomalies} of the reporters.
 */
package dev.nightwarden.score;
