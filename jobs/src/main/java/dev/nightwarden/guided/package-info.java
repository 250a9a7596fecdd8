/**
 * The guided start. In: a path of log files and the answers of a person, or none. Out: a config
 * that validates.
 *
 * <p>What the files are, when things happened, who did them and what is worth watching is guessed
 * by plain functions of a bounded sample ({@code ...Guess}); {@link
 * dev.nightwarden.guided.Interview} asks, {@link dev.nightwarden.guided.ConfigText} writes, {@link
 * dev.nightwarden.guided.Rehearsal} runs nights over the sample in a warehouse of its own.
 */
package dev.nightwarden.guided;
