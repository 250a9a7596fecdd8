/**
 * Reporters: score how unusual a value is. In: what an actor's history holds on the value ({@link
 * dev.nightwarden.reporter.Evidence}). Out: a score in [0, 1] and the reason in words.
 */
package dev.nightwarden.reporter;
