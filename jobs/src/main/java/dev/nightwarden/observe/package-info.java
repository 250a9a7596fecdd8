/**
 * Extracts field values from messages. In: {@code messages} and the profiles that watch them. Out:
 * observations, one row per message, profile and field, and their daily {@code feature_counts}.
 */
package dev.nightwarden.observe;
