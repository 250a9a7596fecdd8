/** The cluster engines built in. In: the records of a date. Out: those that lie apart, and why. */
package dev.nightwarden.feature.cluster;
