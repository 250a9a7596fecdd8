/**
 * The commands. In: a command line. Out: one job called, its findings on the log, and an exit code
 * that scripts can trust.
 */
package dev.nightwarden.cli;
