/**
 * Decides which anomalies are malicious. In: {@code anomalies}. Out: {@code investigations}, one
 * per group of one actor, and {@code malicious_events}, the anomalies that were kept.
 */
package dev.nightwarden.investigate;
