/**
 * Which anomalies are worth a person's time. In: {@code anomalies}. Out: {@code investigations},
 * one per group of one actor, and {@code malicious_events}, the anomalies that were kept.
 */
package dev.nightwarden.investigate;
