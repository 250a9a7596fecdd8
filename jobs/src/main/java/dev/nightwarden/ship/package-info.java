/**
 * Where findings go. In: {@code malicious_events}. Out: the stores hold exactly those rows, and the
 * notifiers have told of each event once.
 */
package dev.nightwarden.ship;
