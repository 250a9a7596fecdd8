/**
 * What others showed before a date. In: feature counts, and who is whose peer. Out: for each actor
 * and value how many peers and how many others showed it, how the values of all are distributed,
 * and how each field is drawn.
 */
package dev.nightwarden.peers;
