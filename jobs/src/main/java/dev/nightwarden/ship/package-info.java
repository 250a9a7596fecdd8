/**
 * Ships findings. In: {@code malicious_events}. Out: stores that hold exactly those rows, and
 * notifiers that have sent each event once.
 */
package dev.nightwarden.ship;
