/**
 * How likely an actor shows a value next, by what it and others showed before. In: counts. Out: the
 * probability of the value and of all that are no likelier.
 */
package dev.nightwarden.predictive;
