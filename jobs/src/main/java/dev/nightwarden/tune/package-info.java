/**
 * Looks for a config that finds more with fewer alerts. In: the messages of a warehouse, labels, a
 * config, how many alerts a night may have. Out: the config's text with what is to be changed and
 * why, and figures of nights that were not looked at for it.
 */
package dev.nightwarden.tune;
