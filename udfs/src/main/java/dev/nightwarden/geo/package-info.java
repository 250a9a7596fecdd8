/**
 * Where an address is and whose network it is in. In: an IP address as a log wrote it, and MaxMind
 * database files. Out: {@link dev.nightwarden.geo.Place} and {@link dev.nightwarden.geo.Network},
 * with a status that can be counted.
 */
package dev.nightwarden.geo;
