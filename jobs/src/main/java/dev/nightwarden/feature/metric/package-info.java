/** The metrics built in. In: what a record holds. Out: a value made of it. */
package dev.nightwarden.feature.metric;
