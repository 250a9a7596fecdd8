/**
 * From logs to tables. In: the raw records of the transports. Out: {@code messages}, {@code
 * rejects} for what could not become one, and {@code files} that were read.
 */
package dev.nightwarden.ingest;
