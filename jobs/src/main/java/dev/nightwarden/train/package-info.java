/**
 * Isolation forests with MLlib. In: the events of many actors, one row each. Out: a forest for each
 * actor, and for each event how odd it is to its actor's forest, through which features.
 */
package dev.nightwarden.train;
