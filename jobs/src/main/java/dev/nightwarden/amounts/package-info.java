/**
 * How much actors do in a day: messages, distinct values, sums, and how long they were silent. In:
 * messages. Out: the table {@code amounts}, and anomalies of days far beyond the actor's own, its
 * peers' and everybody's.
 */
package dev.nightwarden.amounts;
