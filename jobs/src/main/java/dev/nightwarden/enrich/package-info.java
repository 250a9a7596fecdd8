/**
 * Enriches records before they become messages. In: the record, its event date, MaxMind database
 * files. Out: the user it stands for, {@code geo} and {@code network}, and under {@code original}
 * the values that these replaced.
 */
package dev.nightwarden.enrich;
