/**
 * Reporters: how odd a value is. In: what an actor's history knows of the value ({@link
 * dev.nightwarden.reporter.Evidence}). Out: a score in [0, 1] and the reason in words.
 */
package dev.nightwarden.reporter;
