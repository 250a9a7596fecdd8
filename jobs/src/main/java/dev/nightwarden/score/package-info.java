/**
 * How odd each observation is. In: observations and the counts of earlier days. Out: what the
 * history before each message knew of it, and {@code anomalies} of the reporters.
 */
package dev.nightwarden.score;
