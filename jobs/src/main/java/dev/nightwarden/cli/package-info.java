/** The commands. In: a command line. Out: one job run, its results in the log, and an exit code. */
package dev.nightwarden.cli;
