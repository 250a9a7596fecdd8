/**
 * What is added to a record before it becomes a message. In: the record, its event date, MaxMind
 * database files. Out: the user it stands for, {@code geo} and {@code network}, and under {@code
 * original} whatever these took the place of.
 */
package dev.nightwarden.enrich;
