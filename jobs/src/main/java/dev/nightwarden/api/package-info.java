/**
 * Nightwarden for programs and notebooks. In: a session, a config. Out: its tables, profiles and
 * scores as datasets, events in words, and runs in a warehouse of their own.
 */
package dev.nightwarden.api;
