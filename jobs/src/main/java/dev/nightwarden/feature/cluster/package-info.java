/**
 * The built-in cluster engines. In: the records of a date. Out: the records that lie apart from the
 * others, and why.
 */
package dev.nightwarden.feature.cluster;
