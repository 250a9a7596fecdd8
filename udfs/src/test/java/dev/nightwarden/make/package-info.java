/**
 * Makes files that are kept with the code. In: a seed, a table of networks, lists of words. Out:
 * the demo's logs, its GeoIP databases, the model of natural names; equal input gives equal bytes.
 */
package dev.nightwarden.make;
