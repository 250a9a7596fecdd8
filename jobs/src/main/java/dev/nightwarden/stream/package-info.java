/**
 * Transports that streams come in by: a port that senders write to, and Kafka. In: lines of JSON or
 * syslog. Out: raw records for {@code ingest}; what a port receives lands as files first.
 */
package dev.nightwarden.stream;
